using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.Tests.Engine;

namespace Philae.HealthChecks.Tests.Sample;

public sealed class SampleProbeConformanceTests : ProbeConformance
{
    private ObservedTime? _time;

    protected override string? DefaultName => "sample";

    protected override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    protected override string RefusedError => "probe check failed: error";

    protected override string? ConfiguredUrl => "sample:healthy";

    // The run's timer, and the sample's own: it is waiting.
    protected override Task Hanging => Eventually.TrueAsync(() => _time!.WaitingTimers == 2);

    protected override void Add(IHealthChecksBuilder builder, Condition condition, Registration registration)
    {
        if (builder.Services.LastOrDefault(static service => service.ServiceType == typeof(TimeProvider))?.ImplementationInstance is FakeTimeProvider clock)
        {
            builder.Services.AddSingleton<TimeProvider>(_time = new ObservedTime(clock));
        }

        builder.AddPhilaeSample(
            condition != Condition.Refused,
            registration.Name,
            registration.FailureStatus,
            registration.Tags,
            registration.Timeout,
            options =>
            {
                options.Delay = condition == Condition.Hanging ? TimeSpan.FromDays(1) : TimeSpan.Zero;
                registration.Configure?.Invoke(options);
            });
    }
}
