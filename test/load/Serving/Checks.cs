using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.LoadTest.Serving;

/// <summary>Registers what a server checks: the same for Philae as for the others.</summary>
internal static class Checks
{
    private static readonly TimeSpan SlowTime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan HangLimit = TimeSpan.FromMilliseconds(100);

    public static void Add(IServiceCollection services, ServerSpec spec)
    {
        if (spec.Kind == ServerKind.Constant)
        {
            return;
        }

        IHealthChecksBuilder health = services.AddHealthChecks();
        if (spec.Checks == CheckKind.RealServers)
        {
            RealChecks.Add(health, spec.Kind == ServerKind.Philae);
            return;
        }

        if (spec.Checks == CheckKind.Misbehaving)
        {
            MisbehavingChecks.Add(health);
            return;
        }

        for (int i = 0; i < spec.Count; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"probe-{i}");
            bool hangs = spec.Checks == CheckKind.OneHangs && i == 0;
            ProbeAndCheck check = hangs ? new HangingCheck(name) : spec.Checks == CheckKind.Slow ? new SlowCheck(name) : new TrivialCheck(name);
            if (spec.Kind == ServerKind.Philae)
            {
                health.AddPhilaeProbe(check, timeout: hangs ? HangLimit : null);
            }
            else
            {
                health.AddCheck(name, check);
            }
        }
    }

    /// <summary>The same check to both engines.</summary>
    private abstract class ProbeAndCheck(string name) : IProbe, IHealthCheck
    {
        private static readonly Task<HealthCheckResult> Healthy = Task.FromResult(HealthCheckResult.Healthy());

        public string Name => name;

        public abstract Task CheckAsync(CancellationToken cancellationToken);

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            Task check = CheckAsync(cancellationToken);
            return check.IsCompletedSuccessfully ? Healthy : AwaitAsync(check);
        }

        private static async Task<HealthCheckResult> AwaitAsync(Task check)
        {
            await check;
            return HealthCheckResult.Healthy();
        }
    }

    private sealed class TrivialCheck(string name) : ProbeAndCheck(name)
    {
        public override Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class SlowCheck(string name) : ProbeAndCheck(name)
    {
        private int _atATime;

        public override async Task CheckAsync(CancellationToken cancellationToken)
        {
            CheckCounter.Begin(ref _atATime);
            await Task.Delay(SlowTime, cancellationToken);
            CheckCounter.End(ref _atATime);
        }
    }

    private sealed class HangingCheck(string name) : ProbeAndCheck(name)
    {
        public override Task CheckAsync(CancellationToken cancellationToken) => new TaskCompletionSource().Task;
    }
}
