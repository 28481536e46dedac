using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Wire;

/// <summary>Every report that go-philae was made to write, byte for byte.</summary>
public sealed class GoldenReportTests
{
    public static IEnumerable<TheoryDataRow<string>> Titles() =>
        Golden.Reports.Keys.Select(static title => new TheoryDataRow<string>(title) { TestDisplayName = title });

    [Fact]
    public void Golden_File_IsComplete() => Golden.Reports.Should().HaveCount(83);

    [Theory]
    [MemberData(nameof(Titles))]
    public void Write_Golden_IsByteForByteTheSame(string title) =>
        Bytes.Written(Golden.Reports[title].ToHealthReport()).ShouldBeBytes(Golden.Reports[title].Body);

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task Write_GoldenFromRealChecks_IsByteForByteTheSame(string title)
    {
        GoldenReport golden = Golden.Reports[title];
        await using var host = new ProbeHost(checks => Register(checks, golden));

        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        // Only how long each took is not the checks' own, and a name that registration refuses.
        var entries = golden.Probes.ToDictionary(static probe => probe.Name, probe => Timed(report.Entries[Registrable(probe.Name)], probe.Duration));
        Bytes.Written(new HealthReport(entries, TimeSpan.Zero)).ShouldBeBytes(golden.Body);
    }

    private static void Register(IHealthChecksBuilder checks, GoldenReport golden)
    {
        foreach (GoldenProbe probe in golden.Probes)
        {
            checks.AddPhilaeProbe(Registrable(probe.Name), _ => probe.Failure() is { } failure ? Task.FromException(failure) : Task.CompletedTask);
        }
    }

    private static string Registrable(string name) => string.IsNullOrWhiteSpace(name) ? "blank" : name;

    private static HealthReportEntry Timed(HealthReportEntry entry, TimeSpan duration) =>
        new(entry.Status, entry.Description, duration, entry.Exception, entry.Data);
}
