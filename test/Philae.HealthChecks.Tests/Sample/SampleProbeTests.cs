using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.Tests.Engine;

namespace Philae.HealthChecks.Tests.Sample;

public sealed class SampleProbeTests
{
    [Theory]
    [InlineData(null, 1)]
    [InlineData(2500, 2500)]
    [InlineData(0, 0)]
    public async Task Check_Delay_IsHowLongItTakes(int? delay, int expected)
    {
        var clock = new FakeTimeProvider();
        var time = new ObservedTime(clock);
        await using var host = new ProbeHost(checks =>
        {
            checks.Services.AddSingleton<TimeProvider>(time);
            checks.AddPhilaeSample(configure: delay is { } milliseconds ? options => options.Delay = TimeSpan.FromMilliseconds(milliseconds) : null);
        });
        Task<HealthReportEntry> check = host.CheckAsync();
        if (expected > 0)
        {
            await Eventually.TrueAsync(() => time.WaitingTimers == 2);
            clock.Advance(TimeSpan.FromMilliseconds(expected) - TimeSpan.FromTicks(1));
            time.WaitingTimers.Should().Be(2);
            clock.Advance(TimeSpan.FromTicks(1));
        }

        (await check).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Check_CutAtItsDeadline_LeavesNoTimerOfItsOwn()
    {
        var clock = new FakeTimeProvider();
        var time = new ObservedTime(clock);
        await using var host = new ProbeHost(checks =>
        {
            checks.Services.AddSingleton<TimeProvider>(time);
            checks.AddPhilaeSample(configure: static options => options.Delay = TimeSpan.FromDays(1));
        });
        Task<HealthReportEntry> check = host.CheckAsync();
        await Eventually.TrueAsync(() => time.WaitingTimers == 2);

        clock.Advance(TimeSpan.FromSeconds(3));

        (await check).Status.Should().Be(HealthStatus.Unhealthy);
        await Eventually.TrueAsync(() => time.WaitingTimers == 1); // the deadlines', which serves all runs
    }

    [Theory]
    [InlineData(null, "probe check failed: error")]
    [InlineData("disk <full>", "probe check failed: disk <full>")]
    public async Task Check_Unhealthy_SaysItsError(string? error, string expected)
    {
        await using var host = new ProbeHost(checks => checks.AddPhilaeSample(
            healthy: false, configure: options => (options.Delay, options.Error) = (TimeSpan.Zero, error ?? options.Error)));

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be(expected);
    }

    [Fact]
    public async Task Check_SeveralSamples_HaveOptionsOfTheirOwn()
    {
        await using var host = new ProbeHost(static checks => checks
            .AddPhilaeSample(false, "a", configure: static options => options.Error = "of a")
            .AddPhilaeSample(false, "b", configure: static options => options.Error = "of b")
            .AddPhilaeSample(false));

        HealthReport report = await host.Prober.CheckAsync();

        report.Entries.Select(static entry => $"{entry.Key} {entry.Value.Description}").Should().Equal("a of a", "b of b", "sample error");
    }

    [Theory]
    [InlineData(-1, "error", "disk.Delay must be zero or from 1 millisecond to 1 day.")]
    [InlineData(86_400_001, "error", "disk.Delay must be")]
    [InlineData(0, "", "disk.Error")]
    [InlineData(0, null, "disk.Error")]
    public async Task Start_BadOption_NamesTheOptionAndTheProbe(int delay, string? error, string message)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHealthChecks().AddPhilaeSample().AddPhilaeSample(
            name: "disk", configure: options => (options.Delay, options.Error) = (TimeSpan.FromMilliseconds(delay), error!));
        using IHost host = builder.Build();

        (await host.Invoking(static started => started.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .Which.Failures.Should().ContainSingle().Which.Should().Contain(message);
    }

    [Fact]
    public async Task Start_BadOptions_NamesThemAll()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHealthChecks().AddPhilaeSample(configure: static options => (options.Delay, options.Error) = (TimeSpan.MaxValue, ""));
        using IHost host = builder.Build();

        (await host.Invoking(static started => started.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .Which.Message.Should().Contain("sample.Delay").And.Contain("sample.Error");
    }
}
