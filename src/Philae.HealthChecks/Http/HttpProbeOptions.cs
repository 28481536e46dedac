namespace Philae.HealthChecks;

/// <summary>Settings of the HTTP probe. They are validated when the host starts.</summary>
public sealed class HttpProbeOptions : HttpConnectionOptions
{
    /// <summary>User name for basic authentication. Null: the one in the URL, if any.</summary>
    public string? UserName { get; set; }

    /// <summary>Password for basic authentication. Null: the one in the URL, if any.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// The one status code that counts as healthy, from 100 to 599. A redirect's is not followed then, other redirects are.
    /// Null: any of 2xx, and of 3xx where there is no redirect to follow. Default: null.
    /// </summary>
    public int? ExpectedStatusCode { get; set; }

    /// <summary>
    /// Validates the body and throws if the body is wrong. Only the text of a <see cref="ProbeException"/> is published. It runs
    /// after the status code was accepted, within <see cref="HttpConnectionOptions.ResponseTimeout"/>. That limit ends it only
    /// through its token, so pass the token to every read. Null: the body is not read. Default: null.
    /// </summary>
    public Func<Stream, CancellationToken, Task>? ResponseValidator { get; set; }
}
