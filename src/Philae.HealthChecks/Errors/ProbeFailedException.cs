namespace Philae.HealthChecks.Errors;

/// <summary>The outermost level of every failure of a probe: what the adapter hands to Microsoft's engine.</summary>
internal sealed class ProbeFailedException : ProbeException, IErrorChained
{
    public const string CheckFailed = "probe check failed";

    // An exception can be made its own cause.
    private const int MaxAggregates = 64;

    private ProbeFailedException(string message, FailureReason? reason, Exception? cause)
        : base(message, reason, cause)
    {
    }

    /// <summary>Set when it has been read, as the result of a check.</summary>
    public ErrorChain? Error { get; set; }

    /// <summary>Calls no member of its causes once they have been read: they are foreign code.</summary>
    public override string ToString() => Error?.ToString() ?? base.ToString();

    public static ProbeFailedException Check(Exception cause)
    {
        for (int level = 0; level < MaxAggregates && cause is AggregateException { InnerException: { } inner }; level++)
        {
            cause = inner;
        }

        return new(CheckFailed, null, cause);
    }

    /// <summary>Creates what a check needs before it can start.</summary>
    /// <exception cref="ProbeFailedException">It cannot be created: <c>not configured</c>, unless a <see cref="ProbeException"/> says why.</exception>
    public static T Configured<TFrom, T>(Func<TFrom, T> make, TFrom from)
    {
        try
        {
            return make(from);
        }
        catch (ProbeException exception)
        {
            throw Check(exception);
        }
        catch (Exception exception)
        {
            throw new ProbeFailedException(CheckFailed, FailureReason.NotConfigured, exception);
        }
    }

    public static ProbeFailedException DeadlineExceeded() => new(CheckFailed, null, new ProbeException("prober: context deadline exceeded"));

    /// <summary>The caller's budget is spent, though the deadline has not passed.</summary>
    public static ProbeFailedException OverBudget() => new(CheckFailed, FailureReason.TimedOut, null);

    public static ProbeFailedException NotFound() => new("probe not found", null, null);
}
