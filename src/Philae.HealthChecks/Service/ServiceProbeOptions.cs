namespace Philae.HealthChecks;

/// <summary>Settings of the probe of another Philae service. They are validated when the host starts.</summary>
public sealed class ServiceProbeOptions : HttpConnectionOptions
{
    /// <summary>User name for basic authentication. Null: the one in the URL, if any.</summary>
    public string? UserName { get; set; }

    /// <summary>Password for basic authentication. Null: the one in the URL, if any.</summary>
    public string? Password { get; set; }

    /// <summary>Headers to send along, such as an API key; a redirect takes them to the same scheme, host and port only. Default: none.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
