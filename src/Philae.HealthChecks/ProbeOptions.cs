namespace Philae.HealthChecks;

/// <summary>Settings that every probe has. They are validated when the host starts.</summary>
public class ProbeOptions
{
    /// <summary>
    /// For how long a finished result is served again before the check is run anew. From zero, each request that finds no
    /// run in flight starts one, to 1 day. Null: as <see cref="PhilaeOptions.MaxAge"/>. Default: null.
    /// </summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>
    /// The same for an unhealthy result, so that a recovery can be seen sooner. From zero to 1 day. Null: as <see cref="MaxAge"/>,
    /// and where that is null, too, as <see cref="PhilaeOptions.UnhealthyMaxAge"/>. Default: null.
    /// </summary>
    public TimeSpan? UnhealthyMaxAge { get; set; }

    /// <summary>
    /// How many runs in a row have to fail before a healthy probe is reported as unhealthy; until then the last good result stands
    /// and the comment says how far it is. The first result of all counts at once. From 1; default 1.
    /// </summary>
    public int FailureThreshold { get; set; } = 1;

    /// <summary>
    /// How many runs in a row have to succeed before an unhealthy probe is reported as healthy again. From 1; default 1.
    /// </summary>
    public int SuccessThreshold { get; set; } = 1;

    /// <summary>What an option costs in safety, for the log when the host starts. Null: nothing.</summary>
    internal virtual string? Risk => null;
}
