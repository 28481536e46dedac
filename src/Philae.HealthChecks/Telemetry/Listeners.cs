namespace Philae.HealthChecks.Telemetry;

/// <summary>Calls loggers and listeners of metrics and spans, which are anyone's code, and keeps what they throw from undoing ours.</summary>
internal static class Listeners
{
    public static void Tell(Action tell) => Tell(static tell => tell(), tell);

    /// <summary>The same without a closure, for what is told of each run.</summary>
    public static void Tell<T>(Action<T> tell, T what)
    {
        try
        {
            tell(what);
        }
        catch (Exception)
        {
            // A listener that fails has nobody left to say it to.
        }
    }
}
