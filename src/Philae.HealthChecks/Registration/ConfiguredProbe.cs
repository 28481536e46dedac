namespace Philae.HealthChecks.Registration;

/// <summary>A probe that the configuration names.</summary>
/// <param name="Name">The probe's name.</param>
/// <param name="Words">Turns a validator's message, <c>cache.MaxAge must be…</c>, into a configuration error.</param>
internal sealed record ConfiguredProbe(string Name, Func<string, string> Words);
