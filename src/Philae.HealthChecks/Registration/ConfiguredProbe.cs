namespace Philae.HealthChecks.Registration;

/// <summary>A probe that the configuration names.</summary>
/// <param name="Name">The probe's name.</param>
/// <param name="Words">Says what a validator says of its options, <c>cache.MaxAge must be…</c>, in the words of configuration errors.</param>
internal sealed record ConfiguredProbe(string Name, Func<string, string> Words);
