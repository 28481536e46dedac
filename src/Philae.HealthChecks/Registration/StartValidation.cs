namespace Philae.HealthChecks.Registration;

/// <summary>What is validated when the host starts, as one: it has no options, and its validator reads all others.</summary>
internal sealed class StartValidation;
