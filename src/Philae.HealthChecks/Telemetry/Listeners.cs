namespace Philae.HealthChecks.Telemetry;

/// <summary>Calls loggers and listeners of metrics and spans, which are anyone's code, and keeps what they throw from undoing ours.</summary>
internal static class Listeners
{
    public static void Tell(Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception)
        {
            // A listener that fails has nobody left to say it to.
        }
    }
}
