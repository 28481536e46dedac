namespace Philae.HealthChecks.Fuzz;

/// <summary>A reader has read an input and something that is said of all inputs does not hold.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
