namespace Philae.HealthChecks;

/// <summary>The tags that have a meaning in this library.</summary>
public static class PhilaeTags
{
    /// <summary><c>/_health/live</c> runs these checks. They detect a process that has to be restarted, and never check a dependency.</summary>
    public const string Live = "live";

    /// <summary><c>/_health/ready</c> runs these checks, if any registration has this tag.</summary>
    public const string Ready = "ready";

    /// <summary><c>/_health/startup</c> runs these checks until it is healthy once.</summary>
    public const string Startup = "startup";

    /// <summary>
    /// A service of another organization, whose outage must not take this service out of traffic. Readiness leaves these checks
    /// out. The probes of status pages have this tag unless you give them others.
    /// </summary>
    public const string External = "external";
}
