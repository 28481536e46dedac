using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks;
using Philae.HealthChecks.Running;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers probes of your own; every other <c>AddPhilae…</c> ends here.</summary>
public static class PhilaeProbeBuilderExtensions
{
    /// <summary>Adds a probe that you made. It stays yours: the host does not dispose it.</summary>
    /// <param name="builder">What <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="probe">The probe.</param>
    /// <param name="name">The name in the report. Null: the probe's own.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: the report's, <see cref="PhilaeOptions.Deadline"/>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeProbe(
        this IHealthChecksBuilder builder,
        IProbe probe,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ProbeRegistration registration = Register(builder, name ?? probe.Name, failureStatus, tags, timeout);
        builder.Services.AddKeyedSingleton(registration, probe);
        return builder;
    }

    /// <summary>Adds a probe that is made at the first check, from the application's root services, and disposed with the host.</summary>
    /// <param name="builder">What <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="factory">Makes the probe, once. Where it throws, the probe is unhealthy (<c>not configured</c>) and it is tried again at the next check.</param>
    /// <param name="name">The name in the report.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: the report's, <see cref="PhilaeOptions.Deadline"/>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeProbe(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, IProbe> factory,
        string name,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ProbeRegistration registration = Register(builder, name, failureStatus, tags, timeout);
        builder.Services.AddKeyedSingleton(registration, (services, _) => factory(services));
        return builder;
    }

    /// <summary>Adds a probe that is one function.</summary>
    /// <param name="builder">What <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="name">The name in the report.</param>
    /// <param name="check">Returns when healthy, throws when not; only the text of a <see cref="ProbeException"/> is published.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: the report's, <see cref="PhilaeOptions.Deadline"/>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeProbe(
        this IHealthChecksBuilder builder,
        string name,
        Func<CancellationToken, Task> check,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(check);
        return builder.AddPhilaeProbe<IServiceProvider>(name, (_, cancellationToken) => check(cancellationToken), failureStatus, tags, timeout);
    }

    /// <summary>Adds a probe that is one function over a service of the application, which may be scoped: each check has a scope of its own.</summary>
    /// <typeparam name="TService">The service to resolve.</typeparam>
    /// <param name="builder">What <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="name">The name in the report.</param>
    /// <param name="check">Returns when healthy, throws when not; only the text of a <see cref="ProbeException"/> is published.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: the report's, <see cref="PhilaeOptions.Deadline"/>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeProbe<TService>(
        this IHealthChecksBuilder builder,
        string name,
        Func<TService, CancellationToken, Task> check,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
        where TService : notnull
    {
        ArgumentNullException.ThrowIfNull(check);
        return builder.AddPhilaeProbe(
            services => new DelegateProbe<TService>(name, services.GetRequiredService<IServiceScopeFactory>(), check),
            name, failureStatus, tags, timeout);
    }

    // The one registration path: the registration is the key under which the container keeps the probe and its runner.
    private static ProbeRegistration Register(
        IHealthChecksBuilder builder, string name, HealthStatus? failureStatus, IEnumerable<string>? tags, TimeSpan? timeout)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (timeout is { } value && !ProbeTimeout.IsValid(value))
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), value, $"The timeout of '{name}' must be {ProbeTimeout.Range}; null means the report's deadline.");
        }

        var registration = new ProbeRegistration(name, failureStatus, tags, timeout);
        AddSharedServices(builder.Services);
        builder.Services.AddKeyedSingleton(registration, (services, _) => new ProbeRunner(
            registration, services, services.GetRequiredService<IOptions<PhilaeOptions>>(), services.GetRequiredService<TimeProvider>()));
        builder.Add(registration.Check);
        return registration;
    }

    private static void AddSharedServices(IServiceCollection services)
    {
        if (services.Any(static service => service.ServiceType == typeof(PhilaeProber)))
        {
            return;
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PhilaeProber>();
        services.AddOptions<PhilaeOptions>().ValidateOnStart();
        services.AddOptions<HealthCheckServiceOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PhilaeOptions>, PhilaeOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HealthCheckServiceOptions>, UniqueNamesValidator>());
    }
}
