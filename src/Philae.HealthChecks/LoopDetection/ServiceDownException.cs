using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.LoopDetection;

/// <summary>Another service says of itself that it is not well: news at second hand, which may rest on what this one said.</summary>
internal sealed class ServiceDownException(string message, Exception? innerException) : ProbeException(message, innerException)
{
    /// <summary>Whether the answer attributes every failure to the service that has it, so that it need not be passed on as this service's own.</summary>
    public bool IsAttributed { get; init; }

    /// <summary>Whether it only says that probes over there were not done within the time that the caller of this run allows: another caller may allow more.</summary>
    public bool IsOverBudget { get; init; }

    /// <summary>Whether the failure of a service probe is this service's own to report: no answer came, or one that attributes nothing.</summary>
    public static bool IsOwn(HealthCheckResult result) => result.Exception is not null && Of(result.Exception) is not { IsAttributed: true };

    /// <summary>What a failed check rests on, if it is another service's answer.</summary>
    public static ServiceDownException? Of(Exception? failure) => failure?.InnerException as ServiceDownException;
}
