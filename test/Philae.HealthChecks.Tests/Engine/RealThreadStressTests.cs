using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Misbehaving;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>Everything at once, on real threads: many checks that block, few threads in the pool, a clock that goes backwards, callers who leave, a host that stops.</summary>
[Collection(Leaks.Alone)]
public sealed class RealThreadStressTests
{
    private const int Blocking = 200;
    private const int Callers = 1_000;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Prober_EverythingAtOnce_AnswersEveryCallerAndEndsWithItsHost()
    {
        ThreadPool.GetMaxThreads(out int before, out int completionBefore);
        var gate = new Gate();
        try
        {
            ThreadPool.SetMaxThreads(Environment.ProcessorCount + 6, completionBefore).Should().BeTrue();
            var host = new ProbeHost(builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(new JumpingTime());
                builder.Services.Configure<PhilaeOptions>(static options => options.Deadline = TimeSpan.FromSeconds(5));
                for (int check = 0; check < Blocking; check++)
                {
                    builder.AddPhilaeProbe($"blocks {check}", _ =>
                    {
                        gate.Block();
                        return Task.CompletedTask;
                    });
                }

                builder.AddPhilaeProbe("well", static _ => Task.CompletedTask).AddPhilaeProbe("yields", static async _ => await Task.Yield());
            });
            PhilaeProber prober = host.Prober;

            var reports = new List<HealthReport>();
            foreach (Task<HealthReport?> caller in Enumerable.Range(0, Callers).Select(seed => CallAsync(prober, seed)).ToArray())
            {
                if (await caller.WaitAsync(Limit) is { } report)
                {
                    reports.Add(report);
                }
            }

            Task<HealthReport?> last = CallAsync(prober, seed: -1);
            await host.DisposeAsync().AsTask().WaitAsync(Limit); // in mid-check
            (await last.WaitAsync(Limit)).Should().NotBeNull();

            reports.Should().NotBeEmpty().And.OnlyContain(static report => report.Status == HealthStatus.Unhealthy);
            reports.Should().OnlyContain(static report => report.Entries["well"].Status == HealthStatus.Healthy && report.Entries["yields"].Status == HealthStatus.Healthy);
            reports.Should().OnlyContain(static report => report.Entries.Count(static entry => entry.Value.Status == HealthStatus.Unhealthy) == Blocking);
        }
        finally
        {
            gate.Open();
            ThreadPool.SetMaxThreads(before, completionBefore);
        }
    }

    // Nine of ten leave within a moment. Null: this one did.
    private static async Task<HealthReport?> CallAsync(PhilaeProber prober, int seed)
    {
        using var leaving = new CancellationTokenSource();
        if (seed >= 0 && seed % 10 != 0)
        {
            leaving.CancelAfter(new Random(seed).Next(0, 200));
        }

        try
        {
            return await prober.CheckAsync(leaving.Token);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The real clock, whose readings jump back by up to a minute now and then.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        private int _readings;

        public override long GetTimestamp() =>
            base.GetTimestamp() - (Interlocked.Increment(ref _readings) % 7 == 0 ? Random.Shared.Next(60) * TimestampFrequency : 0);
    }
}
