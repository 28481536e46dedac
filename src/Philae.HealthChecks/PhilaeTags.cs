namespace Philae.HealthChecks;

/// <summary>Tags that mean something to this library.</summary>
public static class PhilaeTags
{
    /// <summary>What <c>/_health/live</c> runs: whether the process itself is beyond help. Never a dependency.</summary>
    public const string Live = "live";

    /// <summary>What <c>/_health/ready</c> runs, where any registration carries it.</summary>
    public const string Ready = "ready";

    /// <summary>What <c>/_health/startup</c> runs until it is healthy once.</summary>
    public const string Startup = "startup";

    /// <summary>
    /// Somebody else's service, whose outage must not take this one out of service: it opts out of readiness. The probes of
    /// status pages carry it where they are given no tags.
    /// </summary>
    public const string External = "external";
}
