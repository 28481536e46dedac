namespace Philae.HealthChecks.Fleet.Program;

/// <summary>What one request brought, and what the process had then.</summary>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Threads">How many threads there were.</param>
/// <param name="Questions">How many questions had come for each name since the start.</param>
/// <param name="Report">The body.</param>
public sealed record Answer(int Milliseconds, int Threads, IReadOnlyDictionary<string, int> Questions, string Report);
