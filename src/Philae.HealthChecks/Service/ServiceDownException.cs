namespace Philae.HealthChecks.Service;

/// <summary>Another service says of itself that it is not well: news at second hand, which may rest on what this one said.</summary>
internal sealed class ServiceDownException(string message, Exception? innerException) : ProbeException(message, innerException);
