using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks;
using Philae.HealthChecks.Http;
using Philae.HealthChecks.Targets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the NSQ probe.</summary>
public static class PhilaeNsqBuilderExtensions
{
    private const string Kind = "nsq";

    /// <summary>
    /// Adds a probe that GETs <c>/ping</c> of nsqd. nsqd answers <c>OK</c> as long as it can accept messages. nsqlookupd answers
    /// in the same way.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="host">The name or the address of the server. An IPv6 address may have brackets.</param>
    /// <param name="port">The server's HTTP port, from 1 to 65535. Default: 4151, as in nsqd. This is not the port for nsqd's clients, 4150.</param>
    /// <param name="name">The name in the report. Null: <c>nsq</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">
    /// The check's deadline, from 1 millisecond to 1 day. Null: the report's deadline, <see cref="PhilaeOptions.Deadline"/>.
    /// </param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The host is neither a name nor an address, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> or <paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeNsq(
        this IHealthChecksBuilder builder,
        string host,
        int port = 4151,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<NsqProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        host = TargetText.Clean(host, nameof(host));
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            throw new ArgumentException("neither a name nor an address; the port is a parameter of its own.", nameof(host));
        }

        host = TargetHost.Read(host, nameof(host));
        string probeName = name ?? Kind;
        return builder.AddHttpProbe(
            (services, options) =>
            {
                bool tls = options.UseTls ?? options.HasTls;
                var call = new HttpCall(new UriBuilder(tls ? "https" : "http", host, port, "/ping").Uri);
                return new HttpProbe(probeName, new HttpSender(services, options), call, JudgeAsync);
            },
            probeName, failureStatus, tags, timeout, configure, Kind);
    }

    // Anything may answer a path with 200; nsqd and nsqlookupd answer with this.
    private static async Task JudgeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        response.CheckStatus();
        ReadOnlyMemory<byte> body = await response.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        if (!body.Span.TrimEnd("\r\n"u8).SequenceEqual("OK"u8))
        {
            throw new ProbeException(HttpSender.Unsent, FailureReason.UnexpectedResponse);
        }
    }
}
