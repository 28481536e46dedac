using System.Collections.Concurrent;
using Philae.HealthChecks.Running;

namespace Philae.HealthChecks.Tests.Running;

public sealed class CheckThreadsTests
{
    [Fact]
    public async Task Run_ActionsThatBlock_AllBegin()
    {
        var gate = new ManualResetEventSlim(); // not disposed: those that wait may come to it later
        var begun = new CountdownEvent(50);
        for (int action = 0; action < 50; action++)
        {
            CheckThreads.Run(() =>
            {
                begun.Signal();
                gate.Wait();
            });
        }

        bool all = await Task.Factory.StartNew(() => begun.Wait(TimeSpan.FromMinutes(1)), TaskCreationOptions.LongRunning);
        gate.Set();

        all.Should().BeTrue();
    }

    [Fact]
    public async Task Run_ManyShortActions_NeedFewThreads()
    {
        const int actions = 20_000;
        var threads = new ConcurrentDictionary<Thread, bool>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int left = actions;
        for (int action = 0; action < actions; action++)
        {
            CheckThreads.Run(() =>
            {
                threads[Thread.CurrentThread] = true;
                if (Interlocked.Decrement(ref left) == 0)
                {
                    done.SetResult();
                }
            });
        }

        await done.Task.WaitAsync(TimeSpan.FromMinutes(1));

        threads.Count.Should().BeLessThan(actions / 100);
        threads.Keys.Should().OnlyContain(static thread => thread.IsBackground && !thread.IsThreadPoolThread);
    }
}
