using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>The four ways to register a probe of one's own.</summary>
public abstract class OwnProbeConformance : ProbeConformance
{
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override string? DefaultName => null;

    protected override TimeSpan? DefaultTimeout => null;

    protected override string? ConfiguredUrl => null;

    protected override string RefusedError => "probe check failed: unable to reach it: connection refused";

    protected override Task Hanging => _hanging.Task;

    protected abstract void Add(IHealthChecksBuilder builder, Func<CancellationToken, Task> check, Registration registration);

    protected override void Add(IHealthChecksBuilder builder, Condition condition, Registration registration) => Add(
        builder,
        async cancellationToken =>
        {
            switch (condition)
            {
                case Condition.Refused:
                    throw new ProbeException("unable to reach it", new SocketException((int)SocketError.ConnectionRefused));
                case Condition.Hanging:
                    _hanging.TrySetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                    break;
            }
        },
        registration);

    private protected sealed class OwnProbe(Func<CancellationToken, Task> check) : IProbe
    {
        public string Name => "own";

        public Task CheckAsync(CancellationToken cancellationToken) => check(cancellationToken);
    }
}

public sealed class DelegateConformanceTests : OwnProbeConformance
{
    protected override void Add(IHealthChecksBuilder builder, Func<CancellationToken, Task> check, Registration registration) =>
        builder.AddPhilaeProbe(registration.Name!, check, registration.FailureStatus, registration.Tags, registration.Timeout, registration.Configure);
}

public sealed class ServiceConformanceTests : OwnProbeConformance
{
    protected override void Add(IHealthChecksBuilder builder, Func<CancellationToken, Task> check, Registration registration)
    {
        builder.Services.AddScoped(_ => new OwnProbe(check));
        builder.AddPhilaeProbe<OwnProbe>(
            registration.Name!, static (probe, token) => probe.CheckAsync(token), registration.FailureStatus, registration.Tags, registration.Timeout, registration.Configure);
    }
}

public sealed class FactoryConformanceTests : OwnProbeConformance
{
    protected override void Add(IHealthChecksBuilder builder, Func<CancellationToken, Task> check, Registration registration) =>
        builder.AddPhilaeProbe(_ => new OwnProbe(check), registration.Name!, registration.FailureStatus, registration.Tags, registration.Timeout, registration.Configure);
}

public sealed class InstanceConformanceTests : OwnProbeConformance
{
    protected override string? DefaultName => "own";

    protected override void Add(IHealthChecksBuilder builder, Func<CancellationToken, Task> check, Registration registration) =>
        builder.AddPhilaeProbe(new OwnProbe(check), registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, registration.Configure);
}
