using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.LoopDetection;

/// <summary>Another service reports itself unhealthy. Its report is second-hand and may rest on what this service reported.</summary>
internal sealed class ServiceDownException(string message, Exception? innerException) : ProbeException(message, innerException)
{
    /// <summary>Whether the answer attributes every failure to its service, so that this service need not report it as its own.</summary>
    public bool IsAttributed { get; init; }

    /// <summary>Whether it only says that probes over there were not done within the budget of this run: another caller may allow more.</summary>
    public bool IsOverBudget { get; init; }

    /// <summary>Whether the failure of a service probe is this service's own to report: no answer came, or one that attributes nothing.</summary>
    public static bool IsOwn(HealthCheckResult result) => result.Exception is not null && Of(result.Exception) is not { IsAttributed: true };

    /// <summary>The other service's answer that a failed check rests on; null: it rests on something else.</summary>
    public static ServiceDownException? Of(Exception? failure) => failure?.InnerException as ServiceDownException;
}
