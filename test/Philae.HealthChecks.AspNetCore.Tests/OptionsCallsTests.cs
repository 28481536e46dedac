using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>The application's own Configure, PostConfigure and Validate run as often with the library as without it.</summary>
public sealed class OptionsCallsTests
{
    private static readonly Dictionary<string, Func<IServiceCollection, Calls>> Types = new()
    {
        ["HealthCheckServiceOptions"] = static services => new Calls<HealthCheckServiceOptions>(services),
        ["HostOptions"] = static services => new Calls<HostOptions>(services),
        ["HttpClientFactoryOptions"] = static services => new Calls<HttpClientFactoryOptions>(services, "client"),
        ["PhilaeOptions"] = static services => new Calls<PhilaeOptions>(services),
        ["ProbeOptions"] = static services => new Calls<ProbeOptions>(services, "own"),
        ["HttpProbeOptions"] = static services => new Calls<HttpProbeOptions>(services, "page"),
        ["ServiceProbeOptions"] = static services => new Calls<ServiceProbeOptions>(services, "peer"),
        ["SampleProbeOptions"] = static services => new Calls<SampleProbeOptions>(services, "sample"),
    };

    public static TheoryData<string> Names => [.. Types.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Start_WithProbes_CallsTheApplicationsOwnAsOftenAsWithout(string type)
    {
        int without = await CountAsync(type, static (_, _) => { }, static app => app.MapHealthChecks("/_health"));
        int with = await CountAsync(type, AddProbes, static app => app.MapPhilaeHealthChecks());

        // Nobody but the library reads its own types.
        bool isOurs = type.EndsWith("ProbeOptions", StringComparison.Ordinal) || type == nameof(PhilaeOptions);
        with.Should().Be(isOurs ? 3 : without, "Configure, PostConfigure and Validate are called once each");
        without.Should().Be(isOurs ? 0 : 3);
    }

    [Fact]
    public async Task Start_PrefixOnEveryName_IsThereOnce()
    {
        await using TestApp app = await TestApp.StartAsync(static checks => checks.AddPhilaeSample(true, "a").Services
            .PostConfigure<HealthCheckServiceOptions>(static options => options.Registrations.ToList().ForEach(static check => check.Name = $"svc-{check.Name}")));

        PhilaeReport report = PhilaeReport.Read(await app.Client.GetByteArrayAsync("/_health"));

        report.Probes.Select(static probe => probe.Name).Should().Equal("svc-a");
    }

    private static void AddProbes(IHealthChecksBuilder checks, Uri url) => checks
        .AddPhilaeProbe("own", static _ => Task.CompletedTask)
        .AddPhilaeHttp($"{url}", "page", configure: static options => options.HttpClientName = "client")
        .AddPhilaeService($"{url}", "peer")
        .AddPhilaeSample(true)
        .AddPhilaeGuardsForOtherChecks();

    private static async Task<int> CountAsync(string type, Action<IHealthChecksBuilder, Uri> add, Action<WebApplication> map)
    {
        Calls? calls = null;
        await using TestApp page = await TestApp.StartAsync(static _ => { }, static app => app.MapGet("/", static () => "page"));
        await using TestApp app = await TestApp.StartAsync(
            checks =>
            {
                checks.Services.AddHttpClient("client");
                checks.AddCheck("other", static () => HealthCheckResult.Healthy());
                add(checks, page.Client.BaseAddress!);
                calls = Types[type](checks.Services);
            },
            map);
        app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("client").Dispose();

        for (int request = 0; request < 2; request++)
        {
            using HttpResponseMessage response = await app.Client.GetAsync("/_health");
        }

        return calls!.Count;
    }

    private abstract class Calls
    {
        public int Count { get; protected set; }
    }

    private sealed class Calls<TOptions> : Calls
        where TOptions : class
    {
        public Calls(IServiceCollection services, string? name = null) => services.AddOptions<TOptions>(name)
            .Configure(_ => Count++)
            .PostConfigure(_ => Count++)
            .Validate(_ => ++Count > 0);
    }
}
