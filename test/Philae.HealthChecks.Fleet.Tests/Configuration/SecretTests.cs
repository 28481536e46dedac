using Microsoft.Extensions.Configuration;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>No refusal quotes a value, wherever a secret was written by mistake.</summary>
public sealed class SecretTests
{
    private const string Secret = "s3cr3tw0rd";

    public static TheoryData<string> Schemes => [.. Configured.All(new PhilaeProbeSchemes()).All.Keys];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Add_SecretInAnyKeyOfAnyScheme_IsNotQuoted(string scheme)
    {
        IEnumerable<string> keys = Configured.All(new PhilaeProbeSchemes()).All[scheme].Keys
            .Where(static key => key.Value != typeof(string) && key.Value != typeof(Uri)).Select(static key => key.Key);
        foreach (string key in keys.Concat(["FailureStatus", "Timeout", "Tags", "Unknown"]))
        {
            Refused(Configured.Probe(scheme + "host", (key, Secret)), $"it:{key}");
        }
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Add_SecretInATargetThatCannotBeRead_IsNotQuoted(string scheme)
    {
        string[] urls = [$"{scheme}u:{Secret}@host:99999", $"{scheme}u:a/{Secret}@host:x", $"{scheme}{Secret} {Secret}", $"{scheme}:{Secret}@", $"{scheme}/{Secret}:x@y:z"];
        foreach (string url in urls)
        {
            // A few of them can be read.
            Exception? refusal = Record.Exception(() => Configured.Host(Configured.Probe(url)));
            refusal?.ToString().Should().NotContain(Secret);
        }

        Refused(Configured.Probe($"{scheme}u:{Secret}@host:99999"), "it:Url");
    }

    [Fact]
    public void Add_SecretInTheSectionsOwnKeys_IsNotQuoted()
    {
        foreach (string key in (string[])["Deadline", "MaxAge", "UnhealthyMaxAge", "Probes", "Probes:it", "Unknown"])
        {
            Refused(Configured.Section((key, Secret)), key);
        }
    }

    private static void Refused(IConfiguration section, string path)
    {
        string refusal = Record.Exception(() => Configured.Host(section))?.ToString() ?? "";
        refusal.Should().Contain(path).And.NotContain(Secret);
    }
}
