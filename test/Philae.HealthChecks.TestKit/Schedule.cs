namespace Philae.HealthChecks.TestKit;

/// <summary>
/// Runs several operations so that only one of them runs at a time and a seed decides, at each point where one yields, which goes
/// on. The same seed gives the same interleaving. Each operation has a thread of its own, kept from schedule to schedule.
/// </summary>
public sealed class Schedule : IDisposable
{
    private readonly Worker[] _workers;
    private readonly SemaphoreSlim _over = new(0);
    private readonly List<Worker> _running = [];
    private Random _random = new(0);
    private Exception? _failure;

    public Schedule(int threads)
    {
        _workers = [.. Enumerable.Range(0, threads).Select(_ => new Worker(this))];
    }

    [ThreadStatic]
    private static Worker? _current;

    /// <summary>Runs the operations to their ends.</summary>
    /// <exception cref="InvalidOperationException">One of them threw; the message has the seed.</exception>
    public void Run(int seed, params Action[] operations)
    {
        _random = new Random(seed);
        _failure = null;
        for (int operation = 0; operation < operations.Length; operation++)
        {
            _workers[operation].Operation = operations[operation];
            _running.Add(_workers[operation]);
        }

        Next().Turn.Release();
        _over.Wait();
        if (_failure is not null)
        {
            throw new InvalidOperationException($"The schedule of seed {seed} failed: {_failure.Message}", _failure);
        }
    }

    /// <summary>A point at which another operation may go on. Does nothing on threads that belong to no schedule.</summary>
    public static void Yield() => _current?.Schedule.PassOn(_current);

    public void Dispose()
    {
        foreach (Worker worker in _workers)
        {
            worker.Operation = null;
            worker.Turn.Release();
            worker.Thread.Join();
            worker.Turn.Dispose();
        }

        _over.Dispose();
    }

    private Worker Next() => _running[_random.Next(_running.Count)];

    // Most yields go on with the same operation: a handover between threads costs far more than what it interleaves, and few are needed to show a fault.
    private void PassOn(Worker from)
    {
        Worker next = _random.Next(5) == 0 ? Next() : from;
        if (next != from)
        {
            next.Turn.Release();
            from.Turn.Wait();
        }
    }

    private void End(Worker worker, Exception? failure)
    {
        _failure ??= failure;
        _running.Remove(worker);
        (_running.Count > 0 ? Next().Turn : _over).Release();
    }

    private sealed class Worker
    {
        public Worker(Schedule schedule)
        {
            Schedule = schedule;
            Thread = new Thread(Work) { IsBackground = true, Name = "schedule" };
            Thread.Start();
        }

        public Schedule Schedule { get; }

        public Thread Thread { get; }

        public SemaphoreSlim Turn { get; } = new(0);

        public Action? Operation { get; set; }

        private void Work()
        {
            _current = this;
            for (Turn.Wait(); Operation is { } operation; Turn.Wait())
            {
                Exception? failure = null;
                try
                {
                    operation();
                }
                catch (Exception exception)
                {
                    failure = exception;
                }

                Schedule.End(this, failure);
            }
        }
    }
}
