using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks;
using Philae.HealthChecks.Http;
using Philae.HealthChecks.LoopDetection;
using Philae.HealthChecks.Service;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the probe of another Philae service.</summary>
public static class PhilaeServiceBuilderExtensions
{
    private const string Kind = "philae";

    /// <summary>
    /// Adds a probe that GETs another service's Philae report. It is healthy if the report is healthy. Otherwise it names the
    /// probes that fail there, with their reasons. The status code does not matter if the body is a report. The probe follows
    /// redirects.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="target">
    /// The report's whole URL, <c>http://orders.internal/_health</c>. A user name and password in it are sent as basic
    /// authentication.
    /// </param>
    /// <param name="name">The name in the report. Null: <c>philae</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">
    /// The check's deadline, from 1 millisecond to 1 day. Null: the report's deadline, <see cref="PhilaeOptions.Deadline"/>.
    /// </param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The target is not such a URL, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeService(
        this IHealthChecksBuilder builder,
        string target,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<ServiceProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        HttpTarget parsed = HttpTarget.Parse(target, nameof(target));
        string probeName = name ?? Kind;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ServiceProbeOptions>, ServiceProbeOptionsValidator>());
        var peer = new PeerIdentity();
        return builder.AddHttpProbe(
            (services, options) =>
            {
                var call = new HttpCall(parsed.Url)
                {
                    Authorization = HttpCall.Basic(options.UserName ?? parsed.UserName, options.Password ?? parsed.Password),
                    Headers = options.Headers,
                };
                TimeSpan deadline = services.GetRequiredService<IOptions<PhilaeOptions>>().Value.Deadline;
                TimeSpan patience = new[] { options.ResponseTimeout, timeout ?? deadline, deadline }.Min();
                return new ServiceProbe(
                    probeName, new HttpSender(services, options), call, services.GetRequiredService<PhilaeIdentity>(), peer, patience, deadline, services.GetRequiredService<TimeProvider>());
            },
            probeName, failureStatus, tags, timeout, configure, Kind, peer);
    }
}
