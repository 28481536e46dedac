namespace Philae.HealthChecks.Fuzz;

/// <summary>Something that reads text of anyone's.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Refusal">The one type of exception that it may throw.</param>
/// <param name="Read">Reads; throws <see cref="BrokenPromiseException"/> where a promise is broken.</param>
/// <param name="Seeds">Inputs to begin with.</param>
/// <param name="Tokens">Pieces that inputs are made of.</param>
internal sealed record Reader(string Name, Type Refusal, Action<string> Read, string[] Seeds, string[] Tokens)
{
    /// <summary>The password in every seed; no message may hold it.</summary>
    public const string Secret = "s3cr3t";
}
