using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>Probes of a configuration at work.</summary>
public sealed class ConfiguredProbesTests
{
    [Fact]
    [Trait("Servers", "Own")]
    public async Task Check_ProbesOfAFileAndTheEnvironment_AskTheirServers()
    {
        const string password = "s3cr3t-0f-the-test";
        const string prefix = "PHILAE_CONFIGURATION_TEST_";
        await using var redis = new RedisServer(password);
        await redis.StartAsync();
        await using HttpServer http = await HttpServer.StartAsync();
        http.On("/ping", static context => { context.Response.StatusCode = StatusCodes.Status204NoContent; return Task.CompletedTask; });
        string url = $"{prefix}Philae__Probes__cache__Url";
        Environment.SetEnvironmentVariable(url, $"redis://:{password}@127.0.0.1:{redis.Port}");
        try
        {
            IConfiguration configuration = new ConfigurationBuilder()
                .AddConfiguration(Root($$"""
                    { "Philae": { "Probes": {
                        "payments": { "Url": "{{http.Url("/ping")}}", "ExpectedStatusCode": 204 },
                        "cache": { "Tags": ["ready"] },
                        "port": { "Url": "tcp://127.0.0.1:{{redis.Port}}" } } } }
                    """))
                .AddEnvironmentVariables(prefix).Build();
            await using ProbeHost host = Configured.Host(configuration.GetSection("Philae"));

            HealthReport report = await host.Prober.CheckAsync();

            report.Entries.Select(static entry => (entry.Key, entry.Value.Status)).Should().Equal(
                ("cache", HealthStatus.Healthy), ("payments", HealthStatus.Healthy), ("port", HealthStatus.Healthy));
            report.Entries["cache"].Tags.Should().Equal("ready");

            await redis.KillAsync();
            report = await host.Prober.CheckAsync();

            report.Entries.Select(static entry => entry.Value.Status).Should().Equal(HealthStatus.Unhealthy, HealthStatus.Healthy, HealthStatus.Unhealthy);
        }
        finally
        {
            Environment.SetEnvironmentVariable(url, null);
        }
    }

    [Fact]
    public async Task Add_SectionsOwnKeys_AreThePhilaeOptions()
    {
        await using ProbeHost host = Configured.Host(Configured.Section(
            ("Deadline", "00:00:05"), ("MaxAge", "00:00:02"), ("UnhealthyMaxAge", "00:00:01"), ("DrainDelay", "00:00:03"),
            ("ReportLogLevel", "Trace"), ("FailureLogLevel", "error"), ("RecoveryLogLevel", "None"), ("TraceDrivers", "true")));

        PhilaeOptions options = host.Services.GetRequiredService<IOptions<PhilaeOptions>>().Value;

        (options.Deadline, options.MaxAge, options.UnhealthyMaxAge).Should().Be(
            (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)));
        (options.DrainDelay, options.ReportLogLevel, options.FailureLogLevel, options.RecoveryLogLevel, options.TraceDrivers).Should().Be(
            (TimeSpan.FromSeconds(3), LogLevel.Trace, LogLevel.Error, LogLevel.None, true));
    }

    [Theory]
    [InlineData("""{ }""")]
    [InlineData("""{ "Philae": null }""")]
    [InlineData("""{ "Philae": { } }""")]
    [InlineData("""{ "Philae": { "Probes": { } } }""")]
    [InlineData("""{ "Philae": { "Probes": null } }""")]
    public async Task Add_NoProbes_ReportsNone(string json)
    {
        await using ProbeHost host = Configured.Host(Configured.Section(json));

        (await host.Prober.CheckAsync()).Entries.Should().BeEmpty();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public async Task Add_NullOrEmptyWhereNullMayBe_SetsNull(string value)
    {
        // A status page has a minute of its own.
        await using ProbeHost host = Configured.Host(Configured.Section(
            $$"""{ "Philae": { "Probes": { "it": { "Url": "github:", "MaxAge": {{value}}, "HttpClientName": null } } } }"""));

        StatusPageProbeOptions options = host.Services.GetRequiredService<IOptionsMonitor<StatusPageProbeOptions>>().Get("it");

        options.MaxAge.Should().BeNull();
        options.HttpClientName.Should().BeNull();
    }

    [Theory]
    [InlineData("[]", new string[0])]
    [InlineData("[\"ready\"]", new[] { "ready" })]
    [InlineData("{ \"0\": \"a\", \"1\": \"b\" }", new[] { "a", "b" })]
    public async Task Add_Tags_TakeThePlaceOfTheProbesOwn(string tags, string[] expected)
    {
        await using ProbeHost host = Configured.Host(Configured.Section(
            $$"""{ "Philae": { "Probes": { "it": { "Url": "github:", "Tags": {{tags}} } } } }"""));

        host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single().Tags.Should().Equal(expected);
    }

    [Fact]
    public async Task Add_Headers_AreTheServiceProbes()
    {
        await using ProbeHost host = Configured.Host(Configured.Probe("philae+http://orders/_health", ("Headers:X-Api-Key", "k"), ("Headers:X-Other", "o")));

        host.Services.GetRequiredService<IOptionsMonitor<ServiceProbeOptions>>().Get("it").Headers.Should().BeEquivalentTo(
            new Dictionary<string, string> { ["X-Api-Key"] = "k", ["X-Other"] = "o" });
    }

    [Fact]
    public async Task Add_SectionChangesLater_KeepsWhatItRead()
    {
        IConfigurationSection section = Configured.Probe("http://host", ("ConnectTimeout", "00:00:07"));
        await using ProbeHost host = Configured.Host(section);

        section["Probes:it:ConnectTimeout"] = "nonsense";

        host.Services.GetRequiredService<IOptionsMonitor<HttpProbeOptions>>().Get("it").ConnectTimeout.Should().Be(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Add_SchemeOfTheApplicationsOwn_RegistersItsProbe()
    {
        await using var host = new ProbeHost(static checks => checks.AddPhilaeFromConfiguration(
            Configured.Probe("queue://orders", ("FailureThreshold", "2"), ("Timeout", "00:00:01")),
            static schemes => schemes.Add(
                new PhilaeConfigurationKeys<ProbeOptions>(),
                static (builder, probe) => builder.AddPhilaeProbe(
                    _ => throw new ProbeException($"{probe.Scheme} {probe.Rest} {probe.Name} {probe.Timeout}"), probe.Name, configure: probe.Configure),
                "queue://")));

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Contain("queue:// orders it 00:00:01");
        host.Services.GetRequiredService<IOptionsMonitor<ProbeOptions>>().Get("it").FailureThreshold.Should().Be(2);
    }

    private static IConfiguration Root(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json))).Build();
}
