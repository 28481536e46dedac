using Philae.HealthChecks.Errors;

namespace Philae.HealthChecks;

/// <summary>
/// Says why a probe is unhealthy, in a text that may be published. Each <see cref="ProbeException"/> in a chain of inner
/// exceptions is one level of the error in the report. The text of any other exception stays inside the process.
/// </summary>
public class ProbeException : Exception
{
    /// <summary>Creates a level. Its reason, if any, is derived from the type and code of <paramref name="innerException"/>.</summary>
    /// <param name="message">The text, which is published unchanged. It must not contain a secret.</param>
    /// <param name="innerException">The cause: another level, or a foreign exception. Null: there is none.</param>
    public ProbeException(string message, Exception? innerException = null)
        : this(message, null, innerException)
    {
    }

    /// <summary>Creates a level with a reason.</summary>
    /// <param name="message">The text, which is published unchanged. It must not contain a secret.</param>
    /// <param name="reason">
    /// Published below <paramref name="message"/>. Null or <see cref="FailureReason.Unknown"/>: derived from <paramref name="innerException"/> if that is
    /// an exception of .NET that has a reason (socket, HTTP, TLS, time-out); otherwise no reason is published.
    /// </param>
    /// <param name="innerException">The cause: another level, or a foreign exception. Null: there is none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reason"/> is not defined in <see cref="FailureReason"/>.</exception>
    public ProbeException(string message, FailureReason? reason, Exception? innerException = null)
        : base(message, innerException)
    {
        if (reason is { } given && !Enum.IsDefined(given))
        {
            throw new ArgumentOutOfRangeException(nameof(reason), reason, null);
        }

        Reason = reason is not (null or FailureReason.Unknown) ? reason : innerException is null or ProbeException ? null : FailureReasons.Of(innerException);
    }

    /// <summary>The reason published below the message; null if it is unknown or the inner exception is a level itself.</summary>
    public FailureReason? Reason { get; }
}
