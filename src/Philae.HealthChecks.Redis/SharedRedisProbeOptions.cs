namespace Philae.HealthChecks;

/// <summary>Settings of the Redis probe over the application's own client. Checked when the host starts.</summary>
public sealed class SharedRedisProbeOptions : ProbeOptions
{
    /// <summary>
    /// Which of the client's servers have to be well. Null: <see cref="RedisRequirement.Primary"/>, but where the client
    /// has one server, that may be a replica too. Default: null.
    /// </summary>
    public RedisRequirement? Require { get; set; }
}
