namespace Philae.HealthChecks.Redis;

/// <summary>Redis answers, and what it says is that it cannot serve.</summary>
internal sealed class RedisStateException(string message, FailureReason reason = FailureReason.Unavailable) : Exception(message)
{
    public FailureReason Reason => reason;
}
