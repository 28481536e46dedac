using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Errors;

namespace Philae.HealthChecks.Engine;

/// <summary>A check's result with its error read: reporting it calls no foreign code.</summary>
/// <param name="Result">As Microsoft's engine takes it. Its exception and data are foreign code.</param>
/// <param name="Error">Why it is not healthy; null if it is.</param>
internal readonly record struct CheckResult(HealthCheckResult Result, ErrorChain? Error)
{
    public HealthStatus Status => Result.Status;

    /// <summary>Why it is not healthy, publishable, in one line; null if nothing is known.</summary>
    public string? Reason => Error?.Reason(Status);

    /// <summary>Reads the result of a check that the runner runs. An undefined status counts as unhealthy.</summary>
    public static CheckResult Read(HealthCheckResult result)
    {
        CheckResult read = ReadOnly(result);
        return read.Error is not { } error || result.Exception is null or ProbeFailedException
            ? read
            : read with { Result = new(read.Status, read.Result.Description, new GuardedFailureException(error.First, result.Exception, error), result.Data) };
    }

    /// <summary>The same for a check that Microsoft's engine has run: its exception has been logged and stays as it is.</summary>
    public static CheckResult ReadOnly(HealthCheckResult result)
    {
        HealthStatus status = Known(result.Status);
        if (status == HealthStatus.Healthy)
        {
            return new(result, null);
        }

        string? description = result.Description is { } text ? Redactor.Cut(text, ErrorChain.MaxText) : null;
        return new(new HealthCheckResult(status, description, result.Exception, result.Data), ErrorChain.Read(result.Description, result.Exception));
    }

    /// <summary>The result of a failure of the library's own type.</summary>
    public static CheckResult Failed(HealthStatus failureStatus, ProbeFailedException failure)
    {
        HealthStatus status = failure.InnerException is ProbeDegradedException ? HealthStatus.Degraded : Known(failureStatus);
        var error = ErrorChain.Read(null, failure);
        failure.Error = error;
        return new(new HealthCheckResult(status, error.Description(ReportDetail.Reasons), failure), error);
    }

    /// <summary>The same with other data.</summary>
    public CheckResult With(IReadOnlyDictionary<string, object> data) => this with { Result = new(Status, Result.Description, Result.Exception, data) };

    private static HealthStatus Known(HealthStatus status) => Enum.IsDefined(status) ? status : HealthStatus.Unhealthy;
}
