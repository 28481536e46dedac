namespace Philae.HealthChecks.Registration;

/// <summary>The options that stand for all validation at start: they have no members, and their validator reads all others.</summary>
internal sealed class StartValidation;
