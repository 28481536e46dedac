using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Http;

/// <summary>What the registrations of all probes that speak HTTP have in common: the check of their options.</summary>
internal static class HttpProbeRegistration
{
    public static IHealthChecksBuilder AddHttpProbe<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, TOptions, IProbe> factory,
        string name,
        HealthStatus? failureStatus,
        IEnumerable<string>? tags,
        TimeSpan? timeout,
        Action<TOptions>? configure,
        string kind,
        PeerIdentity? peer = null)
        where TOptions : HttpConnectionOptions
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, HttpConnectionValidator<TOptions>>());
        return builder.AddProbe(factory, name, failureStatus, tags, timeout, configure, kind, peer);
    }
}
