namespace Philae.HealthChecks.Running;

/// <summary>
/// Room in the thread pool. Where no name server answers, .NET blocks a thread of the pool for each name until the system's resolver
/// gives up. Above its minimum, one a processor, the pool adds a thread only every half second: ten such probes on two processors
/// would hold up every deadline, and the service around them, for five seconds.
/// </summary>
internal static class PoolThreads
{
    private const int Most = 64;
    private static readonly Lock Gate = new();

    /// <summary>Lets the pool have a thread for each check besides its own, when it needs them; none is made before.</summary>
    public static void MakeRoomFor(int checks)
    {
        lock (Gate)
        {
            ThreadPool.GetMinThreads(out int threads, out int completionThreads);
            int wanted = Environment.ProcessorCount + Math.Min(checks, Most);
            if (threads < wanted)
            {
                ThreadPool.SetMinThreads(wanted, completionThreads);
            }
        }
    }
}
