using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks.Engine;

/// <summary>Cancels checks, whose tokens carry foreign callbacks.</summary>
internal static class Cancellations
{
    /// <summary>Cancels on another thread: a callback may throw, block its thread for ever, or interrupt it.</summary>
    public static void CancelApart(this CancellationTokenSource stop) => ThreadPool.UnsafeQueueUserWorkItem(
        static stop =>
        {
            Listeners.SafeInvoke(stop.Cancel);
            ThreadInterrupts.Clear();
        },
        stop,
        preferLocal: false);
}
