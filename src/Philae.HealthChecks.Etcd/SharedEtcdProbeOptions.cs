namespace Philae.HealthChecks;

/// <summary>Settings of the etcd probe over the application's own client. They are validated when the host starts.</summary>
public sealed class SharedEtcdProbeOptions : ProbeOptions
{
    /// <summary>The key that is read. It need not exist; the client's user must be allowed to read it. Not empty. Default: <c>philae</c>.</summary>
    public string Key { get; set; } = "philae";
}
