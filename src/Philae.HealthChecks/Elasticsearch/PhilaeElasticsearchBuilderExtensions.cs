using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks;
using Philae.HealthChecks.Elasticsearch;
using Philae.HealthChecks.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Elasticsearch probe.</summary>
public static class PhilaeElasticsearchBuilderExtensions
{
    private const string Kind = "elasticsearch";
    private const string Failed = "fail to get elasticsearch info";

    /// <summary>Adds a probe that GETs <c>/</c> of an Elasticsearch or OpenSearch node. It is healthy if the node answers with its version.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="target">
    /// The node's URL, <c>https://user:password@host:9200</c>. If a proxy serves the node below a path, the URL includes that
    /// path. A user name and password in the URL are sent as basic authentication.
    /// </param>
    /// <param name="name">The name in the report. Null: <c>elasticsearch</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 3 seconds, go-philae's convention.</param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The target is not such a URL, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeElasticsearch(
        this IHealthChecksBuilder builder,
        string target,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<ElasticsearchProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        HttpTarget parsed = HttpTarget.Parse(target, nameof(target));
        string probeName = name ?? Kind;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ElasticsearchProbeOptions>, ElasticsearchProbeOptionsValidator>());
        return builder.AddHttpProbe(
            (services, options) => Probe(services, probeName, parsed, options),
            probeName, failureStatus, tags, timeout ?? TimeSpan.FromSeconds(3), configure, Kind);
    }

    private static HttpProbe Probe(IServiceProvider services, string name, HttpTarget target, ElasticsearchProbeOptions options)
    {
        var call = new HttpCall(target.Url)
        {
            Authorization = options.ApiKey is { } key
                ? new AuthenticationHeaderValue("ApiKey", key)
                : HttpCall.Basic(options.UserName ?? target.UserName, options.Password ?? target.Password),
        };
        return new HttpProbe(name, new HttpSender(services, options, Failed), call, JudgeAsync);
    }

    private static async Task JudgeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new ProbeException(Failed, HttpAnswer.Refusal(response.StatusCode) ?? response.StatusCode switch
            {
                HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => FailureReason.Unavailable,
                _ => FailureReason.UnexpectedResponse,
            });
        }

        string? version = await response.ReadJsonAsync(Failed, static info => info.GetProperty("version").GetProperty("number").GetString(), cancellationToken)
            .ConfigureAwait(false);
        if (string.IsNullOrEmpty(version))
        {
            throw new ProbeException(Failed, FailureReason.UnexpectedResponse);
        }
    }
}
