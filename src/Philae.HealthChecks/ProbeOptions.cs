namespace Philae.HealthChecks;

/// <summary>Settings that every probe has. Checked when the host starts.</summary>
public class ProbeOptions
{
    /// <summary>
    /// For how long a finished result is served again before the check is run anew. From zero, each request that finds no
    /// run in flight starts one, to 1 day. Null: as <see cref="PhilaeOptions.MaxAge"/>. Default: null.
    /// </summary>
    public TimeSpan? MaxAge { get; set; }
}
