namespace Philae.HealthChecks;

/// <summary>
/// Says that a dependency works, but not well. The probe is reported as degraded, which counts as healthy, whatever its failure
/// status.
/// </summary>
/// <param name="message">The text, which is published unchanged. It must not contain a secret.</param>
/// <param name="innerException">The cause: another level, or a foreign exception. Null: there is none.</param>
public sealed class ProbeDegradedException(string message, Exception? innerException = null) : ProbeException(message, innerException);
