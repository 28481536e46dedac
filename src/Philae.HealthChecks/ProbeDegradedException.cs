namespace Philae.HealthChecks;

/// <summary>
/// Says that what is probed works, but not well: the probe is reported as degraded, which counts as healthy, whatever its
/// failure status.
/// </summary>
/// <param name="message">Published as it is: no secret may be in it.</param>
/// <param name="innerException">The cause: another level, or a foreign exception. Null: there is none.</param>
public sealed class ProbeDegradedException(string message, Exception? innerException = null) : ProbeException(message, innerException);
