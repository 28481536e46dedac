using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.Tests.Http;
using Philae.HealthChecks.Tests.Wire;

namespace Philae.HealthChecks.Tests.Service;

public sealed class ServiceProbeTests : HttpServerTests
{
    private const string Down = """{"healthy":false,"probes":[{"name":"db","healthy":false,"comment":"error","error":null,"duration":1}],"error":{}}""";

    private static readonly int[] Statuses = [200, 503];

    public static IEnumerable<TheoryDataRow<string, int>> Bodies() =>
        from title in Golden.Reports.Keys
        from status in Statuses
        select new TheoryDataRow<string, int>(title, status) { TestDisplayName = $"{title} {status}" };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Check_BodyOfGoPhilae_IsReadAndEachFailureNamed(string title, int status)
    {
        GoldenReport golden = Golden.Reports[title];
        GoldenProbe[] failed = [.. golden.Probes.Where(static probe => !probe.Healthy)];
        Server.On("/_health", status, Encoding.UTF8.GetString(golden.Body));

        await using ProbeHost host = Host();
        HealthReportEntry entry = await host.CheckAsync();

        string[] levels = [.. Levels(entry.Exception)];
        if (failed.Length > 0)
        {
            levels.Should().Equal(Expected(failed).Select(static level => string.Concat(level.Select(static unit => char.IsControl(unit) || unit is '\u2028' or '\u2029' ? ' ' : unit))));
        }
        else
        {
            levels.Should().Equal(status == 200 ? [] : ["probe check failed", "Invalid return code: 503 Service Unavailable"]);
        }
    }

    [Theory]
    [InlineData("", "db is down (error)")]
    [InlineData("\"probe check failed: unable to contact MySQL host\"", "db is down (error): db: probe check failed: unable to contact MySQL host")]
    [InlineData("{\"Message_\":\"probe check failed\",\"Underlying_\":{\"Message_\":\"m\",\"Underlying_\":{\"Message_\":\"connection refused\",\"Underlying_\":null}}}", "db is down (error): db: m: connection refused")]
    [InlineData("{\"Message_\":\"probe check failed\",\"Underlying_\":{}}", "db is down (error)")]
    [InlineData("{}", "db is down (error)")]
    [InlineData("17", "db is down (error)")]
    public async Task Check_EveryFormOfError_KeepsTheReason(string error, string expected)
    {
        string field = error.Length == 0 ? "" : $"\"error\":{error},";
        Server.On("/_health", 503, $$$"""{"healthy":false,"probes":[{"name":"db","healthy":false,"comment":"error",{{{field}}}"unknown":[1]}],"error":{},"more":{}}""");

        (await ErrorAsync()).Should().Be(expected);
    }

    [Fact]
    public async Task Check_SeveralDown_NamesThemAndNotTheOthers()
    {
        Server.On("/_health", 503, """
            {"healthy":false,"probes":[{"name":"redis","healthy":false,"comment":"error","error":{"Message_":"probe check failed","Underlying_":{"Message_":"a","Underlying_":null}}},
            {"name":"web","healthy":true,"comment":"took 1ms","error":null},{"name":"db","healthy":false,"comment":"error","error":{"Message_":"probe check failed","Underlying_":{"Message_":"b","Underlying_":null}}}],"error":{}}
            """);

        (await ErrorAsync()).Should().Be("redis is down (error), db is down (error): redis: a, db: b");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(418)]
    [InlineData(500)]
    public async Task Check_ReportOfADownService_IsReadWhateverTheStatus(int status)
    {
        Server.On("/_health", status, Down);

        (await ErrorAsync()).Should().Be("db is down (error)");
    }

    [Fact]
    public async Task Check_HealthyWordsUnderABadStatus_IsUnhealthy()
    {
        Server.On("/_health", 503, """{"healthy":true,"probes":[],"error":null}""");

        (await ErrorAsync()).Should().Be("Invalid return code: 503 Service Unavailable");
    }

    [Theory]
    [InlineData("""{"healthy":true,"probes":[{"name":"db","healthy":false,"comment":"error","error":{}}],"error":null}""", "db is down (error)")]
    [InlineData("""{"healthy":true,"probes":[],"error":{}}""", "service is down")]
    [InlineData("""{"healthy":false,"healthy":true,"probes":[],"error":null}""", "Invalid json: unexpected response")]
    [InlineData("""{"healthy":true,"probes":[{"name":"db","healthy":false}],"probes":[],"error":null}""", "Invalid json: unexpected response")]
    [InlineData("""{"healthy":true,"probes":[{"name":"db","healthy":false,"healthy":true}],"error":null}""", "Invalid json: unexpected response")]
    [InlineData("""{"healthy":true,"probes":[],"error":null,"HEALTHY":false}""", "service is down")]
    [InlineData("""{"Healthy":false,"healthy":true,"probes":[],"error":null}""", "service is down")]
    [InlineData("""{"healthy":true,"probes":[],"error":null,"PROBES":[{"name":"db","healthy":false,"comment":"error"}]}""", "db is down (error)")]
    [InlineData("""{"healthy":true,"probes":[{"name":"db","healthy":true,"Healthy":false,"comment":"error"}],"error":null}""", "db is down (error)")]
    [InlineData("""{"healthy":true,"probes":[],"error":null,"Error":{}}""", "service is down")]
    public async Task Check_BodyThatContradictsItself_IsUnhealthy(string body, string expected)
    {
        Server.On("/_health", 200, body);

        (await ErrorAsync()).Should().Be(expected);
    }

    [Fact]
    public async Task Check_ControlCharacters_ForgeNoLines()
    {
        Server.On("/_health", 503, "{\"healthy\":false,\"probes\":[{\"name\":\"db\\u0000\\r\\n12:00 all is well\\u2028\",\"healthy\":false,\"comment\":\"\\u001b[2J\"}],\"error\":{}}");

        (await ErrorAsync()).Should().Be("db   12:00 all is well  is down ( [2J)");
    }

    [Fact]
    public async Task Check_NoProbeNamed_StillSaysIt()
    {
        Server.On("/_health", 503, """{"healthy":false,"probes":[],"error":{}}""");

        (await ErrorAsync()).Should().Be("service is down");
    }

    [Fact]
    public async Task Check_OthersText_IsBoundedAndWithoutCredentials()
    {
        string comment = "redis://:s3cr3t-of-theirs@cache:6379 " + new string('x', 100_000);
        Server.On("/_health", 503, $$$"""{"healthy":false,"probes":[{"name":"db","healthy":false,"comment":"{{{comment}}}","error":"{{{comment}}}" }],"error":{}}""");

        string? error = await ErrorAsync();

        error.Should().Contain("db is down (redis://***@cache:6379 ").And.NotContain("s3cr3t-of-theirs");
        error!.Length.Should().BeLessThan(2100);
    }

    [Fact]
    public async Task Check_TextCutWithinACharacter_StaysText()
    {
        string smileys = string.Concat(Enumerable.Repeat("😀", 2000));
        foreach (string comment in new[] { smileys, "x" + smileys })
        {
            Server.On("/_health", 503, $$$"""{"healthy":false,"probes":[{"name":"db","healthy":false,"comment":"{{{comment}}}" }],"error":{}}""");

            (await ErrorAsync()).Should().EndWith("😀…");
        }
    }

    [Fact]
    public async Task Check_CredentialsAndHeaders_AreSent()
    {
        Server.On("/_health", 200, """{"healthy":true,"probes":[],"error":null}""");

        await ErrorAsync(userInfo: "user:p%40ss", configure: static options => options.Headers["X-Api-Key"] = "k3y");

        Server.Requests.Single().Authorization.Should().Be("Basic " + Convert.ToBase64String("user:p@ss"u8));
        Server.Requests.Single().Headers["X-Api-Key"].Should().Be("k3y");
    }

    [Fact]
    public async Task Check_RedirectToAnotherHost_TakesNoHeaderAlong()
    {
        Server.Redirect("/_health", Server.Url("/other", host: "localhost")).On("/other", 200, """{"healthy":true,"probes":[],"error":null}""");

        (await ErrorAsync(userInfo: "user:pass", configure: static options => options.Headers["X-Api-Key"] = "k3y")).Should().BeNull();

        Server.Requests.Should().HaveCount(2);
        Server.Requests.Last().Headers.Keys.Should().NotContain(["Authorization", "X-Api-Key"]);
    }

    [Fact]
    public async Task Check_RedirectToAnotherPort_TakesNeitherHeadersNorCredentialsAlong()
    {
        await using HttpServer other = (await HttpServer.StartAsync()).On("/other", 200, """{"healthy":true,"probes":[],"error":null}""");
        Server.Redirect("/_health", other.Url("/other"));

        (await ErrorAsync(userInfo: "user:pass", configure: static options => options.Headers["X-Api-Key"] = "k3y")).Should().BeNull();

        Server.Requests.Single().Headers.Keys.Should().Contain(["X-Api-Key", "Authorization", "Philae-Via"]);
        other.Requests.Single().Headers.Keys.Should().Contain("Philae-Via").And.NotContain(["X-Api-Key", "Authorization"]);
    }

    [Fact]
    public async Task Check_RedirectToTheSameHost_TakesThemAlong()
    {
        Server.Redirect("/_health", "/other").On("/other", 200, """{"healthy":true,"probes":[],"error":null}""");

        (await ErrorAsync(userInfo: "user:pass", configure: static options => options.Headers["X-Api-Key"] = "k3y")).Should().BeNull();

        Server.Requests.Last().Headers.Keys.Should().Contain(["Authorization", "X-Api-Key"]);
    }

    [Theory]
    [InlineData("X-Key", "s3cr3t\r\nX-Other: 1")]
    [InlineData("X Key", "s3cr3t")]
    [InlineData("", "s3cr3t")]
    [InlineData("Content-Type", "s3cr3t")]
    public void Start_HeaderThatCannotBeSent_NamesTheOptionAndNotTheValue(string header, string value)
    {
        var services = new ServiceCollection();
        services.AddHealthChecks().AddPhilaeService("http://orders.example/_health", "orders", configure: options => options.Headers[header] = value);
        using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Invoking(static start => start.Validate()).Should().Throw<OptionsValidationException>()
            .WithMessage($"*orders.Headers*'{header}'*").Which.Message.Should().NotContain("s3cr3t");
    }

    private static IEnumerable<string> Expected(GoldenProbe[] failed)
    {
        yield return "probe check failed";
        yield return string.Join(", ", failed.Select(static probe => $"{probe.Name} is down (error)"));
        string reasons = string.Join(", ", failed.Where(static probe => probe.Messages.Any(static message => message.Length > 0))
            .Select(static probe => $"{probe.Name}: {string.Join(": ", probe.Messages.Where(static message => message.Length > 0))}"));
        if (reasons.Length > 0)
        {
            yield return reasons;
        }
    }

    private static IEnumerable<string> Levels(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception.Message;
        }
    }

    private ProbeHost Host(string? userInfo = null, Action<ServiceProbeOptions>? configure = null) => new(
        builder => builder.AddPhilaeService(Server.Url("/_health", userInfo), configure: options =>
        {
            options.ConnectTimeout = HttpCheck.Never;
            configure?.Invoke(options);
        }),
        new FakeTimeProvider());

    private async Task<string?> ErrorAsync(string? userInfo = null, Action<ServiceProbeOptions>? configure = null)
    {
        await using ProbeHost host = Host(userInfo, configure);
        return await HttpCheck.ErrorAsync(host);
    }
}
