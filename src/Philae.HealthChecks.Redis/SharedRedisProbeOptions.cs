namespace Philae.HealthChecks;

/// <summary>Settings of the Redis probe over the application's own client. They are validated when the host starts.</summary>
public sealed class SharedRedisProbeOptions : ProbeOptions
{
    /// <summary>
    /// Which of the client's servers have to be healthy. Null: <see cref="RedisRequirement.Primary"/>, but if the client has only
    /// one server, it may also be a replica. Default: null.
    /// </summary>
    public RedisRequirement? Require { get; set; }
}
