using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.Running;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Running;

/// <summary>All threads of the pool are blocked, as a check may that first awaits something. Whoever waits here blocks a thread that is not the pool's.</summary>
[Collection(Leaks.Alone)]
public sealed class StarvedPoolTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    // More than the pool begins with, which by itself adds one every half second.
    private static readonly int Blocking = Environment.ProcessorCount + 30;

    [Fact]
    public void Check_ManyBlockThePool_TheReportComesNearItsDeadlineAndTheNextToo() => OnAThread(() =>
    {
        TimeSpan deadline = TimeSpan.FromSeconds(1);
        var gate = new ManualResetEventSlim(); // not disposed: those that wait may come to it later
        var host = new ProbeHost(builder =>
        {
            builder.Services.Configure<PhilaeOptions>(options => options.Deadline = deadline);
            for (int check = 0; check < Blocking; check++)
            {
                builder.AddPhilaeProbe($"{check}", async _ =>
                {
                    await Task.Yield();
                    gate.Wait(CancellationToken.None);
                });
            }

            builder.AddPhilaeProbe("well", async _ => await Task.Yield());
        });
        try
        {
            for (int time = 0; time < 2; time++)
            {
                long start = TimeProvider.System.GetTimestamp();
                Task<HealthReport> check = host.Prober.CheckAsync();
                check.Wait(Limit).Should().BeTrue();

                TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(deadline + TimeSpan.FromSeconds(5), "the pool itself would take fifteen");
                check.Result.Entries["well"].Status.Should().Be(HealthStatus.Healthy);
                check.Result.Entries.Values.Count(static entry => entry.Status == HealthStatus.Unhealthy).Should().Be(Blocking);
            }
        }
        finally
        {
            gate.Set();
        }
    });

    [Fact]
    public void Look_PoolIsStuck_GivesRoomAndTakesItBackWhenAllHasBeenWell() => OnAThread(() =>
    {
        var gate = new ManualResetEventSlim();
        var time = new FakeTimeProvider();
        var room = new PoolRoom(time);
        ThreadPool.GetMinThreads(out int before, out _);
        var begun = new CountdownEvent(Blocking);
        var ended = new CountdownEvent(Blocking);
        try
        {
            for (int item = 0; item < Blocking; item++)
            {
                ThreadPool.QueueUserWorkItem(_ =>
                {
                    begun.Signal();
                    gate.Wait();
                    ended.Signal();
                });
            }

            LookUntil(room, () => begun.CurrentCount == 0);
            Min().Should().BeInRange(before + 1, Environment.ProcessorCount + PoolRoom.Most);
        }
        finally
        {
            gate.Set();
        }

        ended.Wait(Limit).Should().BeTrue();
        LookUntil(room, static () => ThreadPool.PendingWorkItemCount == 0);
        room.Look();
        Min().Should().BeGreaterThan(before, "it may be stuck again at once");
        time.Advance(PoolRoom.Calm);
        LookUntil(room, () => Min() == before);
    });

    [Fact]
    public void GiveBack_SomebodyElseHasSetTheMinimum_LeavesItAlone() => OnAThread(() =>
    {
        var gate = new ManualResetEventSlim();
        var room = new PoolRoom(new FakeTimeProvider());
        ThreadPool.GetMinThreads(out int before, out int completion);
        try
        {
            for (int item = 0; item < Blocking; item++)
            {
                ThreadPool.QueueUserWorkItem(_ => gate.Wait());
            }

            LookUntil(room, () => Min() > before);
            ThreadPool.SetMinThreads(before + 1, completion);
            room.GiveBack();
            Min().Should().Be(before + 1);
        }
        finally
        {
            gate.Set();
            ThreadPool.SetMinThreads(before, completion);
        }
    });

    private static int Min()
    {
        ThreadPool.GetMinThreads(out int threads, out _);
        return threads;
    }

    private static void LookUntil(PoolRoom room, Func<bool> condition)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(Limit);
            room.Look();
            Thread.Sleep(1);
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
