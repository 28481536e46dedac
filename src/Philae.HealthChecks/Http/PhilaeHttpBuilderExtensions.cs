using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks;
using Philae.HealthChecks.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the HTTP probe.</summary>
public static class PhilaeHttpBuilderExtensions
{
    private const string Kind = "http";

    /// <summary>
    /// Adds a probe that GETs a URL. It is healthy if the status code is 2xx or 3xx, or the expected one, within the response's
    /// time limit. It follows redirects.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="target">The URL, <c>http://</c> or <c>https://</c>. A user name and password in it are sent as basic authentication.</param>
    /// <param name="name">The name in the report. Null: <c>http</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">
    /// The check's deadline, from 1 millisecond to 1 day. Null: the report's deadline, <see cref="PhilaeOptions.Deadline"/>.
    /// </param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The target is not such a URL, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeHttp(
        this IHealthChecksBuilder builder,
        string target,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<HttpProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        HttpTarget parsed = HttpTarget.Parse(target, nameof(target), mayHaveAt: true);
        string probeName = name ?? Kind;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpProbeOptions>, HttpProbeOptionsValidator>());
        return builder.AddHttpProbe(
            (services, options) => Probe(services, probeName, parsed, options),
            probeName, failureStatus, tags, timeout, configure, Kind);
    }

    private static HttpProbe Probe(IServiceProvider services, string name, HttpTarget target, HttpProbeOptions options)
    {
        var call = new HttpCall(target.Url)
        {
            Authorization = HttpCall.Basic(options.UserName ?? target.UserName, options.Password ?? target.Password),
            ExpectedStatusCode = options.ExpectedStatusCode,
        };
        return new HttpProbe(name, new HttpSender(services, options), call, async (response, cancellationToken) =>
        {
            response.CheckStatus(options.ExpectedStatusCode);
            if (options.ResponseValidator is { } checker)
            {
                Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                await checker(body, cancellationToken).ConfigureAwait(false);
            }
        });
    }
}
