using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Philae.HealthChecks.TestKit;

/// <summary>What is true of every probe, whatever it probes.</summary>
public abstract class ProbeConformance
{
    /// <summary>Longer than a test runs, as Microsoft's engine has a timer on the real clock beside the runner's.</summary>
    protected static readonly TimeSpan Deadline = TimeSpan.FromHours(1);

    /// <summary>Stands in every target that can hold a password.</summary>
    public const string Secret = "s3cr3t-0f-the-test";

    public enum Condition
    {
        /// <summary>The dependency is there and well.</summary>
        Healthy,

        /// <summary>The dependency is not there.</summary>
        Refused,

        /// <summary>The dependency never answers.</summary>
        Hanging,
    }

    /// <summary>The probe's name when none is given; null for a probe that always wants one.</summary>
    protected abstract string? DefaultName { get; }

    /// <summary>The check's deadline when none is given; null where it is the report's.</summary>
    protected abstract TimeSpan? DefaultTimeout { get; }

    /// <summary>The tags when none are given.</summary>
    protected virtual IEnumerable<string> DefaultTags => [];

    /// <summary>What a refused check publishes, in one line.</summary>
    protected abstract string RefusedError { get; }

    /// <summary>The name of the probe's page in docs/probes.</summary>
    protected virtual string Page => DefaultName + ".md";

    /// <summary>A <c>Url</c> in configuration that registers the probe. Null: the application brings the probe, so that it has neither a page nor a scheme.</summary>
    protected abstract string? ConfiguredUrl { get; }

    /// <summary>When a hanging check is cut with all defaults.</summary>
    protected virtual TimeSpan DefaultLimit => DefaultTimeout ?? TimeSpan.FromSeconds(10);

    /// <summary>What a check publishes that is cut with all defaults.</summary>
    protected virtual string DefaultLimitError => "probe check failed: prober: context deadline exceeded";

    /// <summary>Completes when a hanging check is under way.</summary>
    protected abstract Task Hanging { get; }

    /// <summary>Registers the probe in a condition, passing everything else on.</summary>
    protected abstract void Add(IHealthChecksBuilder builder, Condition condition, Registration registration);

    [Fact]
    public async Task Check_Healthy_IsHealthy()
    {
        await using var host = Host(Condition.Healthy);

        HealthReport report = await host.Prober.CheckAsync();

        ProbeHost.Json(report).Should().StartWith("{\"healthy\":true,\"probes\":[{\"name\":").And.Contain(",\"healthy\":true,\"comment\":\"took ");
    }

    [Fact]
    public async Task Check_HealthyTwice_IsHealthyTwice()
    {
        await using var host = Host(Condition.Healthy);

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Check_Refused_NamesTheReason()
    {
        await using var host = Host(Condition.Refused);

        HealthReport report = await host.Prober.CheckAsync();

        ProbeHost.Reason(report).Should().Be(RefusedError);
        report.Status.Should().Be(HealthStatus.Unhealthy);
    }

    [Theory]
    [InlineData(HealthStatus.Degraded)]
    [InlineData(HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Healthy)]
    public async Task Check_Refused_HonoursFailureStatus(HealthStatus failureStatus)
    {
        await using var host = Host(Condition.Refused, new() { FailureStatus = failureStatus });

        (await host.CheckAsync()).Status.Should().Be(failureStatus);
    }

    [Fact]
    public async Task Check_Hangs_IsCutAtItsDeadline()
    {
        var time = new FakeTimeProvider();
        await using var host = Host(Condition.Hanging, new() { Timeout = Deadline }, time);
        Task<HealthReport> check = host.Prober.CheckAsync();
        await Hanging;

        time.Advance(Deadline);

        ProbeHost.Reason(await check).Should().Be("probe check failed: prober: context deadline exceeded");
    }

    [Fact]
    public async Task Check_HangsWithDefaults_IsCutAtTheDefaultLimit()
    {
        var time = new FakeTimeProvider();
        await using var host = Host(Condition.Hanging, time: time);
        Task<HealthReport> check = host.Prober.CheckAsync();
        await Hanging;

        time.Advance(DefaultLimit);

        ProbeHost.Reason(await check).Should().Be(DefaultLimitError);
    }

    [Fact]
    public async Task Check_CallerCancels_ThrowsCancellation()
    {
        await using var host = Host(Condition.Hanging, time: new FakeTimeProvider());
        using var caller = new CancellationTokenSource();
        Task<HealthReport> check = host.Prober.CheckAsync(caller.Token);
        await Hanging;

        await caller.CancelAsync();

        await check.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void Add_WithoutOptions_HasTheDocumentedDefaults()
    {
        HealthCheckRegistration registration = Registered(new() { Name = DefaultName is null ? "given" : null });

        registration.Name.Should().Be(DefaultName ?? "given");
        registration.Timeout.Should().Be(DefaultTimeout ?? Timeout.InfiniteTimeSpan);
        registration.FailureStatus.Should().Be(HealthStatus.Unhealthy);
        registration.Tags.Should().BeEquivalentTo(DefaultTags);
    }

    [Fact]
    public void Add_WithOptions_PassesThemOn()
    {
        HealthCheckRegistration registration = Registered(new()
        {
            Name = "other",
            FailureStatus = HealthStatus.Degraded,
            Tags = ["ready", "db"],
            Timeout = TimeSpan.FromSeconds(7),
        });

        registration.Name.Should().Be("other");
        registration.FailureStatus.Should().Be(HealthStatus.Degraded);
        registration.Tags.Should().BeEquivalentTo("ready", "db");
        registration.Timeout.Should().Be(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Add_WithConfigure_SetsTheProbesOptions()
    {
        bool isCalled = false;
        await using var host = Host(Condition.Healthy, new() { Configure = _ => isCalled = true });

        await host.CheckAsync();

        isCalled.Should().BeTrue("the probe has no options: its registration takes no configure, or does not pass it on");
    }

    [Fact]
    public async Task Package_OfTheProbe_LacksNothing()
    {
        await using var host = Host(Condition.Healthy);

        IEnumerable<string> missing = ConfiguredUrl is null ? [] : ProbePackage.MissingOf(host.Probe, Page, RefusedError, ConfiguredUrl);
        missing.Should().BeEmpty("docs/contributing.md says what belongs to a probe");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-5000)]
    [InlineData(86_400_001)]
    public void Add_TimeoutOutOfRange_NamesTheParameter(int milliseconds)
    {
        Action add = () => Registered(new() { Name = "p", Timeout = TimeSpan.FromMilliseconds(milliseconds) });

        add.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("timeout");
    }

    [Fact]
    public void Add_EmptyName_NamesTheParameter()
    {
        Action add = () => Registered(new() { Name = " " });

        add.Should().Throw<ArgumentException>().WithParameterName("name");
    }

    [Theory]
    [InlineData(Condition.Healthy)]
    [InlineData(Condition.Refused)]
    [InlineData(Condition.Hanging)]
    public async Task Check_WhateverHappens_ShowsNoSecret(Condition condition)
    {
        var time = new FakeTimeProvider();
        await using var host = Host(condition, time: time);

        // The engine logs exceptions whole.
        Task<HealthReport> check = host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        if (condition == Condition.Hanging)
        {
            await Hanging;
            time.Advance(DefaultLimit);
        }

        ShouldNotShow(Secret, await check, host.Log);
    }

    /// <summary>Looks in the body in every format, in the result, in the exception and in the log.</summary>
    protected static void ShouldNotShow(string secret, HealthReport report, LogCollector log)
    {
        foreach (ErrorFormat format in Enum.GetValues<ErrorFormat>())
        {
            foreach (ReportDetail detail in Enum.GetValues<ReportDetail>())
            {
                ProbeHost.Json(report, options => (options.ErrorFormat, options.Detail) = (format, detail)).Should().NotContain(secret);
            }
        }

        foreach (HealthReportEntry entry in report.Entries.Values)
        {
            $"{entry.Description} {entry.Exception} {string.Join(' ', entry.Data)}".Should().NotContain(secret);
        }

        log.ToString().Should().NotContain(secret);
    }

    protected ProbeHost Host(Condition condition, Registration? registration = null, FakeTimeProvider? time = null) =>
        new(builder => Add(builder, condition, Named(registration ?? new())), time);

    private Registration Named(Registration registration) =>
        registration.Name is null && DefaultName is null ? registration with { Name = "given" } : registration;

    private HealthCheckRegistration Registered(Registration registration)
    {
        var services = new ServiceCollection();
        Add(services.AddHealthChecks(), Condition.Refused, registration);
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single();
    }

    /// <summary>What every <c>AddPhilae…</c> takes besides its target.</summary>
    public sealed record Registration
    {
        public string? Name { get; init; }

        public HealthStatus? FailureStatus { get; init; }

        public IEnumerable<string>? Tags { get; init; }

        public TimeSpan? Timeout { get; init; }

        public Action<ProbeOptions>? Configure { get; init; }
    }
}
