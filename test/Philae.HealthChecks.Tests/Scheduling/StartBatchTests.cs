using Philae.HealthChecks.Scheduling;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Scheduling;

public sealed class StartBatchTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly ManualResetEventSlim _gate = new(); // not disposed: those that wait may come to it later
    private readonly StartWatch _watch = new();

    [Fact]
    public async Task Add_WorkThatBlocks_StartsOnItsOwnThread()
    {
        var started = new CountdownEvent(50);
        var batch = new StartBatch(_watch);
        Work[] blocking = [.. Enumerable.Range(0, 50).Select(_ => new Work(() =>
        {
            started.Signal();
            _gate.Wait();
        }))];

        Array.ForEach(blocking, batch.Add);

        await batch.StartAsync().WaitAsync(Limit);
        (await OnAThreadAsync(() => started.Wait(Limit))).Should().BeTrue();
        blocking.Should().OnlyContain(static work => !work.WasOnPool);
    }

    [Fact]
    public async Task StartAsync_PromptWork_StartsInOrderOnOneThreadOfThePool()
    {
        var order = new List<int>();
        var batch = new StartBatch(_watch);
        Work[] prompt = [.. Enumerable.Range(0, 50).Select(number => new Work(() => order.Add(number)) { YieldsPromptly = true })];
        Array.ForEach(prompt, batch.Add);
        order.Should().BeEmpty("nothing starts on the caller's thread");

        await batch.StartAsync().WaitAsync(Limit);

        order.Should().Equal(Enumerable.Range(0, 50));
        prompt.Should().OnlyContain(static work => work.WasOnPool).And.OnlyContain(work => work.ThreadId == prompt[0].ThreadId);
    }

    [Fact]
    public async Task StartAsync_OneBlocksUnexpectedly_TheOthersStartOnOtherThreadsAndItIsKnownToBlock()
    {
        var others = new CountdownEvent(2);
        var blocking = new Work(_gate.Wait) { YieldsPromptly = true };
        Work[] behind = [new(() => others.Signal()) { YieldsPromptly = true }, new(() => others.Signal()) { YieldsPromptly = true }];
        var batch = new StartBatch(_watch);
        batch.Add(blocking);
        Array.ForEach(behind, batch.Add);

        await batch.StartAsync().WaitAsync(Limit);

        (await OnAThreadAsync(() => others.Wait(Limit))).Should().BeTrue();
        blocking.YieldsPromptly.Should().BeFalse();
        behind.Should().OnlyContain(static work => !work.WasOnPool);
    }

    [Fact]
    public async Task Start_OnADedicatedThread_RecordsWhetherItYieldsPromptly()
    {
        var prompt = new Work(static () => { });
        var blocking = new Work(static () => Thread.Sleep(20)); // longer than the millisecond that counts as prompt
        for (int attempt = 0; !prompt.YieldsPromptly; attempt++)
        {
            attempt.Should().BeLessThan(1000, "a busy machine may interrupt it, but not for ever");
            await StartedAsync(prompt);
        }

        blocking.YieldsPromptly = true;
        DedicatedThread.Start(blocking);
        await Eventually.TrueAsync(() => !blocking.YieldsPromptly);
    }

    public void Dispose()
    {
        _gate.Set();
        _watch.Dispose();
    }

    private static async Task StartedAsync(Work work)
    {
        int before = work.Starts;
        DedicatedThread.Start(work);
        await Eventually.TrueAsync(() => work.Recorded > before);
    }

    private static Task<bool> OnAThreadAsync(Func<bool> wait) => Task.Factory.StartNew(wait, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private sealed class Work(Action start) : IStartable
    {
        private volatile bool _yieldsPromptly;

        public int Starts { get; private set; }

        public int Recorded { get; private set; }

        public bool WasOnPool { get; private set; }

        public int ThreadId { get; private set; }

        public bool YieldsPromptly
        {
            get => _yieldsPromptly;
            set
            {
                _yieldsPromptly = value;
                Recorded = Starts;
            }
        }

        public void Start()
        {
            (Starts, WasOnPool, ThreadId) = (Starts + 1, Thread.CurrentThread.IsThreadPoolThread, Environment.CurrentManagedThreadId);
            start();
        }
    }
}
