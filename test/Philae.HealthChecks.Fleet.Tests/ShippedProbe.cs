namespace Philae.HealthChecks.Fleet.Tests;

/// <summary>A probe of a package.</summary>
/// <param name="Noun">What follows <c>AddPhilae</c> in the name of its registration.</param>
/// <param name="Package">The package that has it.</param>
internal sealed record ShippedProbe(string Noun, string Package)
{
    public const string Prefix = "AddPhilae";

    public string Call => $".{Prefix}{Noun}(";

    /// <summary>Whether it has a package of its own, as it needs a driver.</summary>
    public bool HasDriver => Package != "Philae.HealthChecks";

    public override string ToString() => Noun;
}
