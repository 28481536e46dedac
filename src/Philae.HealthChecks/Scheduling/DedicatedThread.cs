namespace Philae.HealthChecks.Scheduling;

/// <summary>A thread for one start, so that work which blocks delays nothing but itself.</summary>
internal static class DedicatedThread
{
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(1);

    /// <summary>Starts the work with nothing of the caller's ambient state, and records whether it yields promptly.</summary>
    public static void Start(IStartable work)
    {
        try
        {
            new Thread(static work => Run((IStartable)work!)) { IsBackground = true, Name = "Philae check" }.UnsafeStart(work);
        }
        catch (Exception)
        {
            // The system has no thread to give, and may say so in more than one way: the thread pool has some already.
            ThreadPool.UnsafeQueueUserWorkItem(Run, work, preferLocal: false);
        }
    }

    private static void Run(IStartable work)
    {
        long start = TimeProvider.System.GetTimestamp();
        work.Start();
        work.YieldsPromptly = TimeProvider.System.GetElapsedTime(start) < Prompt;
    }
}
