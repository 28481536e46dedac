namespace Philae.HealthChecks.Engine;

/// <summary>
/// Clears a pending <see cref="Thread.Interrupt"/>. A check may interrupt its own thread, and the next wait on that thread, by other
/// code, would throw.
/// </summary>
internal static class ThreadInterrupts
{
    private static readonly ManualResetEvent Never = new(false);

    /// <summary>Clears a pending interrupt of this thread. Costs about a microsecond.</summary>
    public static void Clear()
    {
        try
        {
            Never.WaitOne(0);
        }
        catch (ThreadInterruptedException)
        {
            // It is gone now.
        }
    }
}
