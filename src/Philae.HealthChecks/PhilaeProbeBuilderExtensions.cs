using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Philae.HealthChecks;
using Philae.HealthChecks.Engine;
using Philae.HealthChecks.LoopDetection;
using Philae.HealthChecks.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers probes of your own. Every other <c>AddPhilae…</c> method calls one of these methods.</summary>
public static class PhilaeProbeBuilderExtensions
{
    /// <summary>Adds a probe that you created. You own it, and the host does not dispose it.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="probe">The probe.</param>
    /// <param name="name">The name in the report. Null: the probe's own.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">
    /// The check's deadline, from 1 millisecond to 1 day. Null: the report's deadline, <see cref="PhilaeOptions.Deadline"/>.
    /// </param>
    /// <param name="configure">Sets the options of the probe's runs. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeProbe(
        this IHealthChecksBuilder builder,
        IProbe probe,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<ProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ProbeRegistration registration = Register(builder, name ?? probe.Name, failureStatus, tags, timeout, configure);
        builder.Services.AddKeyedSingleton(registration, probe);
        return builder;
    }

    /// <summary>Adds a probe that is created at the first check, from the application's root services, and disposed with the host.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="factory">
    /// Creates the probe, once. If it throws, the probe is unhealthy (<c>not configured</c>, or the message of a
    /// <see cref="ProbeException"/>), and the next check tries again.
    /// </param>
    /// <param name="name">The name in the report.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">
    /// The check's deadline, from 1 millisecond to 1 day. Null: the report's deadline, <see cref="PhilaeOptions.Deadline"/>.
    /// </param>
    /// <param name="configure">Sets the options of the probe's runs. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeProbe(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, IProbe> factory,
        string name,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<ProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return builder.AddPhilaeProbe<ProbeOptions>((services, _) => factory(services), name, failureStatus, tags, timeout, configure);
    }

    /// <summary>
    /// Adds a probe with options of its own. The options have the probe's name, and every
    /// <see cref="IValidateOptions{TOptions}"/> in the container validates them when the host starts. Every packaged probe is
    /// registered with this method.
    /// </summary>
    /// <typeparam name="TOptions">The probe's options.</typeparam>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="factory">
    /// Creates the probe, once, at the first check, from the application's root services. The host disposes it. If the function
    /// throws, the probe is unhealthy (<c>not configured</c>, or the message of a <see cref="ProbeException"/>), and the next
    /// check tries again.
    /// </param>
    /// <param name="name">The name in the report.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">
    /// The check's deadline, from 1 millisecond to 1 day. Null: the report's deadline, <see cref="PhilaeOptions.Deadline"/>.
    /// </param>
    /// <param name="configure">Sets the options. Null: the defaults.</param>
    /// <param name="kind">
    /// The kind of the probe in one word, for the log line when the host starts: <c>redis</c>. Null: the line has only the name.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeProbe<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, TOptions, IProbe> factory,
        string name,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<TOptions>? configure = null,
        string? kind = null)
        where TOptions : ProbeOptions => builder.AddProbe(factory, name, failureStatus, tags, timeout, configure, kind);

    /// <summary>Adds a probe that is one function.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="name">The name in the report.</param>
    /// <param name="check">
    /// Returns if the dependency is healthy, and throws if it is not. Only the text of a <see cref="ProbeException"/> is
    /// published.
    /// </param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">
    /// The check's deadline, from 1 millisecond to 1 day. Null: the report's deadline, <see cref="PhilaeOptions.Deadline"/>.
    /// </param>
    /// <param name="configure">Sets the options of the probe's runs. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeProbe(
        this IHealthChecksBuilder builder,
        string name,
        Func<CancellationToken, Task> check,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<ProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(check);
        return builder.AddPhilaeProbe(_ => new DelegateProbe(name, check), name, failureStatus, tags, timeout, configure);
    }

    /// <summary>
    /// Adds a probe that is one function over a service of the application. The service may be scoped, because each check has a
    /// scope of its own.
    /// </summary>
    /// <typeparam name="TService">The service to resolve.</typeparam>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="name">The name in the report.</param>
    /// <param name="check">
    /// Returns if the dependency is healthy, and throws if it is not. Only the text of a <see cref="ProbeException"/> is
    /// published.
    /// </param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">
    /// The check's deadline, from 1 millisecond to 1 day. Null: the report's deadline, <see cref="PhilaeOptions.Deadline"/>.
    /// </param>
    /// <param name="configure">Sets the options of the probe's runs. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeProbe<TService>(
        this IHealthChecksBuilder builder,
        string name,
        Func<TService, CancellationToken, Task> check,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<ProbeOptions>? configure = null)
        where TService : notnull
    {
        ArgumentNullException.ThrowIfNull(check);
        return builder.AddPhilaeProbe(
            services => new DelegateProbe<TService>(name, services.GetRequiredService<IServiceScopeFactory>(), check),
            name, failureStatus, tags, timeout, configure);
    }

    /// <summary>
    /// Gives every health check of the application that is not a probe the guarantees of the probes: a deadline, one run at a
    /// time that all requests share, results that are cached for <see cref="PhilaeOptions.MaxAge"/>, and no ambient state of a
    /// request. Name, failure status, tags, timeout, delay and period do not change. You can call it before or after the other
    /// registrations.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="predicate">Chooses the health checks to guard; it is called once for each, before the first check. Null: all.</param>
    public static IHealthChecksBuilder AddPhilaeGuardsForOtherChecks(this IHealthChecksBuilder builder, Func<HealthCheckRegistration, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddSharedServices(builder.Services);
        builder.Services.AddSingleton<IPostConfigureOptions<HealthCheckServiceOptions>>(new GuardedCheckRegistration(predicate));
        return builder;
    }

    /// <summary>As the public one, for a probe that may ask another service's probes.</summary>
    internal static IHealthChecksBuilder AddProbe<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, TOptions, IProbe> factory,
        string name,
        HealthStatus? failureStatus,
        IEnumerable<string>? tags,
        TimeSpan? timeout,
        Action<TOptions>? configure,
        string? kind,
        PeerIdentity? peer = null)
        where TOptions : ProbeOptions
    {
        ArgumentNullException.ThrowIfNull(factory);
        ProbeRegistration registration = Register(builder, name, failureStatus, tags, timeout, configure, kind, peer);
        builder.Services.AddKeyedSingleton(registration, (services, _) => factory(services, Options<TOptions>(services, name)));
        return builder;
    }

    // The one registration path: the registration is the key under which the container keeps the probe and its runner.
    private static ProbeRegistration Register<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        IHealthChecksBuilder builder, string name, HealthStatus? failureStatus, IEnumerable<string>? tags, TimeSpan? timeout, Action<TOptions>? configure,
        string? kind = null, PeerIdentity? peer = null)
        where TOptions : ProbeOptions
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (timeout is { } value && !TimeLimit.IsValid(value))
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), value, $"The timeout of '{name}' must be {TimeLimit.Range}; null means the default.");
        }

        if (failureStatus is { } status && !Enum.IsDefined(status))
        {
            throw new ArgumentOutOfRangeException(nameof(failureStatus), status, $"The failureStatus of '{name}' is none of HealthStatus.");
        }

        AddSharedServices(builder.Services);
        builder.Services.AddOptions<TOptions>(name).Configure(configure ?? (static _ => { }));
        builder.Services.AddSingleton(new OptionsAtStart(services => Options<TOptions>(services, name)));
        builder.Services.AddSingleton<IValidateOptions<TOptions>>(new ProbeOptionsValidator<TOptions>(name));
        var registration = new ProbeRegistration(name, failureStatus, tags, timeout, services =>
        {
            var options = services.GetRequiredService<IOptionsMonitor<TOptions>>();
            return () => options.Get(name);
        }, peer, kind);
        builder.Add(registration.Check);
        return registration;
    }

    private static TOptions Options<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        IServiceProvider services, string name)
        where TOptions : ProbeOptions => services.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name);

    /// <summary>What the prober needs, once; every registration calls it.</summary>
    internal static void AddSharedServices(IServiceCollection services)
    {
        if (services.Any(static service => service.ServiceType == typeof(PhilaeProber)))
        {
            return;
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(static services => new PhilaeProber(services));
        services.AddSingleton<ProbeRunners>();
        services.AddSingleton<PhilaeIdentity>();
        services.AddSingleton(static services => new HostPhase(
            services.GetService<IHostApplicationLifetime>(), services.GetRequiredService<IOptions<PhilaeOptions>>().Value.DrainDelay, services.GetRequiredService<TimeProvider>()));
        services.AddHostedService(static services => services.GetRequiredService<HostPhase>());
        services.AddHostedService<StartLog>();
        services.AddOptions<StartValidation>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<StartValidation>, StartValidator>();
        services.AddSingleton(new OptionsAtStart(static services => _ = services.GetRequiredService<IOptions<PhilaeOptions>>().Value));
        services.AddSingleton(new OptionsAtStart(static services => _ = services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PhilaeOptions>, PhilaeOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HealthCheckServiceOptions>, UniqueNamesValidator>());
    }
}
