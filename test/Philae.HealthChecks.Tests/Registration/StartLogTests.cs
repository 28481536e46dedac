using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Registration;

/// <summary>One line at start says what is probed, in a host without HTTP too.</summary>
public sealed class StartLogTests
{
    public static TheoryData<string, Action<IHealthChecksBuilder>, LogLevel, string> Hosts => new()
    {
        { "code", static checks => checks.AddPhilaeHttp("http://a", "page").AddPhilaeTcp("a:1", "port"), LogLevel.Information, "Probes: page (http), port (tcp)" },
        {
            "every kind", static checks => checks.AddPhilaeHttp("http://a").AddPhilaeTcp("a:1").AddPhilaeService("http://a").AddPhilaeNsq("a")
                .AddPhilaeElasticsearch("http://a").AddPhilaeSwift("http://u:p@a/v3", configure: static options => options.TenantName = "t")
                .AddPhilaeGitHub("g").AddPhilaeGitLab("l").AddPhilaeStatusIO("1", "s").AddPhilaeSample(true),
            LogLevel.Information,
            "Probes: http (http), tcp (tcp), philae (philae), nsq (nsq), elasticsearch (elasticsearch), swift (swift), g (github), l (gitlab), s (statusio), sample (sample)"
        },
        { "configuration alone", static checks => checks.AddPhilaeFromConfiguration(Section("Philae")), LogLevel.Information, "Probes: cache (tcp)" },
        {
            "others and one's own", static checks => checks.AddPhilaeProbe("own", static _ => Task.CompletedTask).AddCheck("other", static () => HealthCheckResult.Healthy()),
            LogLevel.Information, "Probes: own, other"
        },
        { "guarded", static checks => checks.AddPhilaeGuardsForOtherChecks().AddCheck("other", static () => HealthCheckResult.Healthy()), LogLevel.Information, "Probes: other" },
        { "forged", static checks => checks.AddPhilaeSample(true, "a\nfail: b\u2028\u0085"), LogLevel.Information, @"Probes: a\u000afail: b\u2028\u0085 (sample)" },
        {
            "misspelt section", static checks => checks.AddPhilaeFromConfiguration(Section("Philea")), LogLevel.Warning,
            "Probes: none, so every report is healthy. The configuration section 'Philea' has none."
        },
        { "guards alone", static checks => checks.AddPhilaeGuardsForOtherChecks(), LogLevel.Warning, "Probes: none, so every report is healthy." },
    };

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Start_Host_SaysOnceWhatIsProbed(string host, Action<IHealthChecksBuilder> configure, LogLevel level, string says)
    {
        _ = host;
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        var log = new LogCollector();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        configure(builder.Services.AddHealthChecks());
        using IHost app = builder.Build();

        await app.StartAsync();

        log.Entries.Where(static entry => entry.Text.StartsWith("Probes:", StringComparison.Ordinal)).Should().Equal((level, says + " "));
        await app.StopAsync();
    }

    [Fact]
    public async Task Start_ProbeTakesAnyCertificate_WarnsOfIt()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        var log = new LogCollector();
        builder.Logging.AddProvider(log);
        builder.Services.AddHealthChecks().AddPhilaeHttp("https://a", "a\nb", configure: static options => options.SkipCertificateVerification = true).AddPhilaeHttp("https://b", "safe");
        using IHost app = builder.Build();

        await app.StartAsync();

        log.Entries.Where(static entry => entry.Level == LogLevel.Warning).Should().Equal((
            LogLevel.Warning, @"Probe 'a\u000ab': SkipCertificateVerification takes any certificate, so that everyone on the way can read what the probe sends. "));
        await app.StopAsync();
    }

    [Fact]
    public async Task Start_LoggerThrows_Starts()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(new Throwing());
        builder.Services.AddHealthChecks().AddPhilaeSample(true);
        using IHost app = builder.Build();

        await app.Invoking(static started => started.StartAsync()).Should().NotThrowAsync();
    }

    private static IConfigurationSection Section(string name) => new ConfigurationBuilder()
        .AddInMemoryCollection([KeyValuePair.Create<string, string?>("Philae:Probes:cache:Url", "tcp://cache:6379")]).Build().GetSection(name);

    private sealed class Throwing : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Philae", StringComparison.Ordinal)
            ? this
            : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("The disk is full.");

        public void Dispose()
        {
        }
    }
}
