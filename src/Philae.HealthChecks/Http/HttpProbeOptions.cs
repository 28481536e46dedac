using System.ComponentModel.DataAnnotations;
using System.Net.Security;
using Philae.HealthChecks.Running;

namespace Philae.HealthChecks;

/// <summary>Settings of the HTTP probe. Checked when the host starts.</summary>
public sealed class HttpProbeOptions : ProbeOptions
{
    /// <summary>User name for basic authentication. Null: the one in the URL, if any.</summary>
    public string? UserName { get; set; }

    /// <summary>Password for basic authentication. Null: the one in the URL, if any.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// The one status code that counts as healthy, from 100 to 599. A redirect's is not followed then, other redirects are.
    /// Null: any of 2xx, and of 3xx where there is no redirect to follow. Default: null.
    /// </summary>
    [Range(100, 599)]
    public int? ExpectedStatusCode { get; set; }

    /// <summary>
    /// Reads the body and throws where it is not as it should be; only the text of a <see cref="ProbeException"/> is published.
    /// Runs after the status code was found good, within <see cref="ResponseTimeout"/>, which ends it through its token alone:
    /// pass that to every read. Null: the body is not read. Default: null.
    /// </summary>
    public Func<Stream, CancellationToken, Task>? Checker { get; set; }

    /// <summary>
    /// The longest that a connection, with its TLS handshake, may take. From 1 millisecond to 1 day; default 2 seconds, as
    /// go-philae. Has no effect with <see cref="HttpClientName"/>.
    /// </summary>
    [TimeLimit]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The longest from sending the request, or from the new connection's being there, to the last byte of the response that is
    /// read; each redirect starts it anew. From 1 millisecond to 1 day; default 1 second, as go-philae.
    /// With <see cref="HttpClientName"/> it includes connecting.
    /// </summary>
    [TimeLimit]
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Trust, client certificate and versions of TLS. Null: .NET's defaults. Default: null. Has no effect with <see cref="HttpClientName"/>.
    /// </summary>
    public SslClientAuthenticationOptions? Tls { get; set; }

    /// <summary>
    /// The name of a client of the application's <see cref="IHttpClientFactory"/> to send with, with all its handlers; one
    /// that follows redirects drops the credentials there. Null: a client of the probe's own, without the application's
    /// defaults, whose retries would hide what the probe is there to see. Default: null.
    /// </summary>
    public string? HttpClientName { get; set; }
}
