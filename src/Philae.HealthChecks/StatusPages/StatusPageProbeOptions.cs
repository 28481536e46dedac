namespace Philae.HealthChecks;

/// <summary>Settings of the probes of public status pages: GitHub, GitLab, StatusIO. They are validated when the host starts.</summary>
public sealed class StatusPageProbeOptions : HttpConnectionOptions
{
    /// <summary>
    /// Creates the defaults, with a <see cref="ProbeOptions.MaxAge"/> of 1 minute, whatever <see cref="PhilaeOptions.MaxAge"/>
    /// is. The page belongs to another organization, which limits the number of requests.
    /// </summary>
    public StatusPageProbeOptions() => MaxAge = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Where the API is served, an absolute <c>http</c> or <c>https</c> address without a path: GitHub Enterprise's own status
    /// page, a mirror, a test. Null: the official one. Default: null.
    /// </summary>
    public Uri? BaseAddress { get; set; }
}
