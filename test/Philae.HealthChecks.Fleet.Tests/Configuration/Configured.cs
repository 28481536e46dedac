using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>Applications whose probes come from configuration, with every package's schemes.</summary>
internal static class Configured
{
    public static PhilaeProbeSchemes All(PhilaeProbeSchemes schemes) =>
        Packages.Schemes.Values.Aggregate(schemes, static (known, add) => add(known));

    public static IConfigurationRoot Root(string json) => new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();

    public static IConfigurationSection Section(string json) => Root(json).GetSection("Philae");

    public static IConfigurationSection Section(params (string Key, string? Value)[] keys) => new ConfigurationBuilder()
        .AddInMemoryCollection(keys.Select(key => KeyValuePair.Create($"Philae:{key.Key}", key.Value))).Build().GetSection("Philae");

    /// <summary>One probe of the name <c>it</c>.</summary>
    public static IConfigurationSection Probe(string url, params (string Key, string? Value)[] keys) =>
        Section([("Probes:it:Url", url), .. keys.Select(key => ($"Probes:it:{key.Key}", key.Value))]);

    public static ProbeHost Host(IConfiguration section) => new(checks => checks.AddPhilaeFromConfiguration(section, schemes => All(schemes)));

    /// <summary>The lines of the refusal.</summary>
    public static string[] Refusal(IConfiguration section, Action<PhilaeProbeSchemes>? schemes = null, IConfiguration? root = null)
    {
        IHealthChecksBuilder checks = new ServiceCollection().AddHealthChecks();
        Exception refusal = Record.Exception(() => checks.AddPhilaeFromConfiguration(section, schemes ?? (static known => All(known)), root))
            ?? throw new InvalidOperationException("The section was taken.");
        refusal.Should().BeOfType<InvalidOperationException>().Which.InnerException.Should().BeNull("an inner one would quote the value");
        return refusal.Message.Split(Environment.NewLine);
    }
}
