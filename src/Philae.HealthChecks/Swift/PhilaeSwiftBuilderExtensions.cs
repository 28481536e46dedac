using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks;
using Philae.HealthChecks.Http;
using Philae.HealthChecks.Swift;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Swift probe.</summary>
public static class PhilaeSwiftBuilderExtensions
{
    private const string Kind = "swift";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Adds a probe that logs in to OpenStack's identity service (Keystone, version 3 or 2.0) at each check. It is healthy if the
    /// login succeeds and the catalogue has a public object store.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="target">
    /// The URL of the identity service, <c>https://user:password@identity:5000/v3</c>. Null: this URL and the other settings come
    /// from the environment (<c>OS_AUTH_URL</c>, <c>OS_USERNAME</c>, <c>OS_PASSWORD</c> and similar variables), which is read
    /// during this call.
    /// </param>
    /// <param name="name">The name in the report. Null: <c>swift</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 3 seconds.</param>
    /// <param name="configure">Sets the probe's options, which override the target and the environment. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The target, or <c>OS_AUTH_URL</c>, is not such a URL, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeSwift(
        this IHealthChecksBuilder builder,
        string? target = null,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<SwiftProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SwiftLogin? given = target is null ? SwiftLogin.FromEnvironment() : SwiftLogin.Parse(target, nameof(target));
        string probeName = name ?? Kind;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SwiftProbeOptions>, SwiftProbeOptionsValidator>());
        return builder.AddHttpProbe<SwiftProbeOptions>(
            (services, options) => Probe(services, probeName, options),
            probeName, failureStatus, tags, timeout ?? DefaultTimeout,
            options =>
            {
                options.Given = given;
                configure?.Invoke(options);
            },
            Kind);
    }

    private static HttpProbe Probe(IServiceProvider services, string name, SwiftProbeOptions options)
    {
        SwiftLogin login = options.Login ?? throw new ProbeException("no swift connection configured", FailureReason.NotConfigured);
        var call = new HttpCall(login.TokensUrl)
        {
            Headers = [new("Accept", "application/json")],
            Json = login.Request(),
        };
        return new HttpProbe(name, new HttpSender(services, options, SwiftAnswer.Failed), call, (response, cancellationToken) =>
            SwiftAnswer.CheckAsync(response, login.Version, login.Region, cancellationToken));
    }
}
