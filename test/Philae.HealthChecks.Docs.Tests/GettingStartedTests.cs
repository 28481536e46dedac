using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Docs.Tests;

/// <summary>The page, followed to the letter.</summary>
[Trait("Servers", "Own")]
public sealed class GettingStartedTests
{
    // Nothing but the clone, as long as no registry has the packages.
    [Fact]
    public async Task Page_FollowedFromAClone_GivesTheFourEndpoints()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var service = new NewService($"redis://127.0.0.1:{redis.Port}");

        await service.CreateFromCloneAsync(GettingStartedPage.CreateFromClone);

        await FollowAsync(service, redis);
    }

    [Fact]
    public async Task Page_FollowedFromARegistry_GivesTheFourEndpoints()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var service = new NewService($"redis://127.0.0.1:{redis.Port}");
        await service.PackAsync("Philae.HealthChecks");
        await service.PackAsync("Philae.HealthChecks.AspNetCore");
        await service.PackAsync("Philae.HealthChecks.Redis");

        await service.CreateAsync(GettingStartedPage.CreateFromRegistry);

        await FollowAsync(service, redis);
    }

    private static async Task FollowAsync(NewService service, RedisServer redis)
    {
        string[] code = GettingStartedPage.Code;
        code.Sum(block => block.Count(character => character == '\n')).Should().Be(3, "three lines are what the page promises");
        await service.InsertAsync(code[0], above: "var app = builder.Build();");
        await service.InsertAsync(code[1], above: "app.Run();");
        await service.StartAsync();

        (await AskAsync(service.Port)).Should().Be(
            "/_health 200 redis, /_health/live 200, /_health/ready 200 redis, /_health/startup 200");
        await redis.KillAsync();
        (await AskAsync(service.Port)).Should().Be(
            "/_health 503 redis, /_health/live 200, /_health/ready 503 redis, /_health/startup 200");
    }

    private static async Task<string> AskAsync(int port)
    {
        using var client = new HttpClient();
        var answers = new List<string>();
        foreach (Uri ask in GettingStartedPage.Asks)
        {
            using HttpResponseMessage response = await client.GetAsync(new UriBuilder(ask) { Port = port }.Uri);
            byte[] body = await response.Content.ReadAsByteArrayAsync();
            answers.Add(string.Join(' ', [ask.AbsolutePath, $"{(int)response.StatusCode}", .. PhilaeReport.Read(body).Probes.Select(probe => probe.Name)]));
        }

        return string.Join(", ", answers);
    }
}
