using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Running;

/// <summary>All checks of an application, and what runs each.</summary>
internal sealed class CheckSource
{
    // Made when they are first needed, and tried again where that fails: what they take of the application need not be there sooner.
    private readonly Lazy<ProbeRunners> _runners;

    public CheckSource(IServiceProvider services, PhilaeOptions options)
    {
        _runners = new(services.GetRequiredService<ProbeRunners>, LazyThreadSafetyMode.PublicationOnly);
        Checks = services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;
        Time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        Identity = services.GetService<PhilaeIdentity>() ?? new();
        Deadline = options.Deadline;
        MaxDepth = options.MaxServiceDepth;
        Others = new(services.GetRequiredService<HealthCheckService>(), options.Deadline, Time);
    }

    /// <summary>In the order of registration.</summary>
    public ICollection<HealthCheckRegistration> Checks { get; }

    public TimeProvider Time { get; }

    /// <summary>Who this application is to others: new at each start.</summary>
    public PhilaeIdentity Identity { get; }

    /// <summary>The longest that a report may take.</summary>
    public TimeSpan Deadline { get; }

    /// <summary>The most services that a request may have come through.</summary>
    public int MaxDepth { get; }

    /// <summary>Runs those that have no runner.</summary>
    public OtherChecks Others { get; }

    /// <summary>Null: the registration is another health check.</summary>
    public ProbeRunner? Runner(HealthCheckRegistration registration) => ProbeRegistration.Of(registration) is { } probe ? _runners.Value.Of(probe) : null;

    /// <summary>Says that a request was answered without a run of these runners.</summary>
    public void TellShared(ProbeRunner?[] runners)
    {
        if (runners.Length > 0)
        {
            _runners.Value.TellShared(runners);
        }
    }
}
