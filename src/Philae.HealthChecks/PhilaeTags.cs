namespace Philae.HealthChecks;

/// <summary>Tags that mean something to this library.</summary>
public static class PhilaeTags
{
    /// <summary>
    /// Somebody else's service, whose outage must not take this one out of service. The probes of status pages carry it where
    /// they are given no tags; leave those that do out of readiness.
    /// </summary>
    public const string External = "external";
}
