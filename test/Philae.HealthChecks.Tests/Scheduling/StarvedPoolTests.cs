using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Scheduling;

/// <summary>All threads of the pool are blocked, as a check may that first awaits something. Whoever waits here blocks a thread that is not the pool's.</summary>
[Collection(Leaks.Alone)]
public sealed class StarvedPoolTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    // More than the pool begins with, which by itself adds one every half second.
    private static readonly int Blocking = Environment.ProcessorCount + 30;

    [Fact]
    public void Check_ManyBlockThePoolThatMayGrow_TheReportComesNearItsDeadlineAndTheNextToo() => OnAThread(() =>
    {
        // As "System.Threading.ThreadPool.MinThreads" in runtimeconfig.json sets it, which docs/guarantees.md advises.
        ThreadPool.GetMinThreads(out int before, out int completion);
        ThreadPool.SetMinThreads(Blocking + Environment.ProcessorCount, completion);
        try
        {
            CheckWhileManyBlock();
        }
        finally
        {
            ThreadPool.SetMinThreads(before, completion);
        }
    });

    [Fact]
    public void Check_ManyBlockThePool_LeavesThePoolsLimitsAlone() => OnAThread(() =>
    {
        ThreadPool.GetMinThreads(out int threads, out int completion);
        ThreadPool.GetMaxThreads(out int maxThreads, out int maxCompletion);
        var gate = new ManualResetEventSlim();
        var host = new ProbeHost(builder => AddBlocking(builder, gate));
        try
        {
            long start = TimeProvider.System.GetTimestamp();
            host.Prober.CheckAsync().Wait(Limit).Should().BeTrue();
            TestContext.Current.TestOutputHelper?.WriteLine($"{Blocking} checks that block the pool: {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0} s with a deadline of {Deadline.TotalSeconds} s");

            ThreadPool.GetMinThreads(out int threadsNow, out int completionNow);
            ThreadPool.GetMaxThreads(out int maxThreadsNow, out int maxCompletionNow);
            (threadsNow, completionNow, maxThreadsNow, maxCompletionNow).Should().Be((threads, completion, maxThreads, maxCompletion));
        }
        finally
        {
            gate.Set();
        }
    });

    private static void CheckWhileManyBlock()
    {
        var gate = new ManualResetEventSlim(); // not disposed: those that wait may come to it later
        var host = new ProbeHost(builder =>
        {
            AddBlocking(builder, gate);
            builder.AddPhilaeProbe("well", async _ => await Task.Yield());
        });
        try
        {
            for (int time = 0; time < 2; time++)
            {
                long start = TimeProvider.System.GetTimestamp();
                Task<HealthReport> check = host.Prober.CheckAsync();
                check.Wait(Limit).Should().BeTrue();

                TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(Deadline + TimeSpan.FromSeconds(5), "the pool itself would take fifteen");
                check.Result.Entries["well"].Status.Should().Be(HealthStatus.Healthy);
                check.Result.Entries.Values.Count(static entry => entry.Status == HealthStatus.Unhealthy).Should().Be(Blocking);
            }
        }
        finally
        {
            gate.Set();
        }
    }

    private static void AddBlocking(IHealthChecksBuilder builder, ManualResetEventSlim gate)
    {
        builder.Services.Configure<PhilaeOptions>(static options => options.Deadline = Deadline);
        for (int check = 0; check < Blocking; check++)
        {
            builder.AddPhilaeProbe($"{check}", async _ =>
            {
                await Task.Yield();
                gate.Wait(CancellationToken.None);
            });
        }
    }

    // Other tests have made the pool raise its minimum and use more threads; a maximum for a moment takes that back.
    private static void ForgetGrowth()
    {
        ThreadPool.GetMinThreads(out _, out int completion);
        ThreadPool.SetMinThreads(Environment.ProcessorCount, completion).Should().BeTrue();
        ThreadPool.GetMaxThreads(out int most, out completion);
        ThreadPool.SetMaxThreads(Environment.ProcessorCount, completion).Should().BeTrue();
        ThreadPool.SetMaxThreads(most, completion).Should().BeTrue();
    }

    private static void OnAThread(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                ForgetGrowth();
                test();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        failure.Should().BeNull();
    }
}
