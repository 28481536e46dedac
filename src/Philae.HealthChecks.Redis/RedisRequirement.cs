namespace Philae.HealthChecks;

/// <summary>Which of several Redis servers have to be healthy for the probe to be healthy.</summary>
public enum RedisRequirement
{
    /// <summary>
    /// The primary, which your service needs to read and write. Replicas may be down. In a cluster, each of the 16384 slots has
    /// to belong to a healthy primary.
    /// </summary>
    Primary,

    /// <summary>The primary and every other server. If one replica is down, the probe is unhealthy.</summary>
    All,

    /// <summary>One server, primary or replica, so that your service can read. In a cluster, one node that reports that the cluster is up.</summary>
    Any,
}
