namespace Philae.HealthChecks.Fleet.Tests.NewProbe;

/// <summary>A probe is known in its package. Every other place that lists the probes is listed here, and has them all.</summary>
public sealed class ProbeListTests
{
    public static TheoryData<string> Probes => [.. Packages.Probes.Select(static probe => probe.Noun)];

    [Theory]
    [MemberData(nameof(Probes))]
    public void List_EveryOne_HasTheProbe(string noun) =>
        ProbeList.MissingOf(Packages.Probes.Single(probe => probe.Noun == noun)).Should().BeEmpty();

    [Fact]
    public void Probes_OfThePackages_AreFound() =>
        Packages.Probes.Where(static probe => probe.HasDriver).Select(static probe => probe.Noun).Should().BeEquivalentTo(Packages.Schemes.Keys, "each package of a driver has one probe, and its schemes")
            .And.HaveCountGreaterThan(5);

    [Fact]
    public void List_OfAProbeThatIsNowhere_IsNamed() =>
        ProbeList.MissingOf(new ShippedProbe("Nowhere", "Philae.HealthChecks.Nowhere")).Should()
            .HaveCount(ProbeList.All.Count() + 1).And.OnlyHaveUniqueItems().And.OnlyContain(static line => line.Contains("Nowhere", StringComparison.Ordinal));
}
