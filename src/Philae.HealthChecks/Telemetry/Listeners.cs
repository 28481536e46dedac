namespace Philae.HealthChecks.Telemetry;

/// <summary>Calls loggers and listeners of metrics and spans, which are foreign code, and swallows what they throw.</summary>
internal static class Listeners
{
    public static void SafeInvoke(Action call) => SafeInvoke(static call => call(), call);

    /// <summary>The same without a closure, for what happens in each run.</summary>
    public static void SafeInvoke<T>(Action<T> call, T state)
    {
        try
        {
            call(state);
        }
        catch (Exception)
        {
            // A listener that fails cannot be reported: reporting is what it does.
        }
    }
}
