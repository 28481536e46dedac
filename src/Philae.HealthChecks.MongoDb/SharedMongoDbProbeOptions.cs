namespace Philae.HealthChecks;

/// <summary>Settings of the MongoDB probe over the application's own client. They are validated when the host starts.</summary>
public sealed class SharedMongoDbProbeOptions : ProbeOptions
{
    /// <summary>The database that is pinged; it need not exist. Not empty, and without a dot. Null: <c>admin</c>. Default: null.</summary>
    public string? Database { get; set; }
}
