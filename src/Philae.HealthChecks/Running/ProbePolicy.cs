using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Running;

/// <summary>What the options say about results: for how long each is fresh, and how many of a kind change the state.</summary>
internal sealed record ProbePolicy(TimeSpan MaxAge, TimeSpan UnhealthyMaxAge, int FailureThreshold, int SuccessThreshold)
{
    /// <summary>Until the options could be read.</summary>
    public static readonly ProbePolicy None = new(TimeSpan.Zero, TimeSpan.Zero, 1, 1);

    private ProbeOptions? Source { get; init; }

    /// <summary>The same again, while the options are the same.</summary>
    public ProbePolicy Of(ProbeOptions own, PhilaeOptions all) => ReferenceEquals(own, Source)
        ? this
        : new(
            own.MaxAge ?? all.MaxAge,
            own.UnhealthyMaxAge ?? own.MaxAge ?? all.UnhealthyMaxAge ?? all.MaxAge,
            own.FailureThreshold,
            own.SuccessThreshold)
        { Source = own };

    /// <summary>For how long a result is fresh.</summary>
    public TimeSpan AgeLimit(HealthStatus status) => status == HealthStatus.Unhealthy ? UnhealthyMaxAge : MaxAge;
}
