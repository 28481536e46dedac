namespace Philae.HealthChecks;

/// <summary>Which of several Redis servers have to be well for the whole to be healthy.</summary>
public enum RedisRequirement
{
    /// <summary>
    /// The primary: what your service needs to read and write. Replicas may be down. In a cluster: each of the 16384 slots
    /// belongs to a primary that is well.
    /// </summary>
    Primary,

    /// <summary>The primary and every other server: one replica down is unhealthy.</summary>
    All,

    /// <summary>One server, primary or replica: something can be read. In a cluster: one node that says that the cluster is up.</summary>
    Any,
}
