using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Engine;

/// <summary>What the options say about results: how long each is current, and how many in a row change the state.</summary>
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

    /// <summary>How long a result is current.</summary>
    public TimeSpan MaxAgeOf(HealthStatus status) => status == HealthStatus.Unhealthy ? UnhealthyMaxAge : MaxAge;
}
