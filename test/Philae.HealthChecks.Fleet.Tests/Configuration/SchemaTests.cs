using System.Reflection;
using System.Text.Json.Nodes;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>The schemas that the packages bring for editors are true.</summary>
public sealed class SchemaTests
{
    /// <summary>Set to 1, the test writes the files instead of comparing them.</summary>
    private const string Update = "PHILAE_UPDATE_SCHEMAS";

    public static TheoryData<string> PackagesWithProbes => [.. Packages.WithProbes.Select(static assembly => assembly.GetName().Name!)];

    internal static JsonNode Merged => SchemaCheck.Merge(Packages.WithProbes.Select(static assembly => File.ReadAllText(FileOf(assembly.GetName().Name!))))["properties"]!["Philae"]!;

    [Theory]
    [MemberData(nameof(PackagesWithProbes))]
    public void File_OfAPackage_IsWhatItsOptionsSay(string package)
    {
        string expected = new SchemaBuilder(Assembly.Load(package)).Build();
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(FileOf(package), expected);
        }

        File.ReadAllText(FileOf(package)).Should().Be(expected, "the options or their documentation have changed: run this test once with {0}=1", Update);
    }

    [Theory]
    [InlineData("""{ "Deadline": "00:00:05", "Probes": { "cache": { "Url": "redis://cache", "Require": "All", "Tags": ["ready"], "MaxAge": null } } }""")]
    [InlineData("""{ "Probes": { "orders": { "Url": "philae+http://orders", "Headers": { "X-Api-Key": "k" }, "FailureThreshold": 2 } } }""")]
    [InlineData("""{ "Probes": { "es": { "Url": "elasticsearch+http://es", "SkipCertificateVerification": true, "Timeout": "1.00:00" } } }""")]
    public async Task Schema_OfWhatBinds_AgreesWithTheBinder(string json)
    {
        SchemaCheck.Errors(Merged, JsonNode.Parse(json)).Should().BeEmpty();
        await using ProbeHost host = Configured.Host(Configured.Section($$"""{ "Philae": {{json}} }"""));
    }

    [Theory]
    [InlineData("""{ "Deadlin": "00:00:05" }""", ":Deadlin: unknown")]
    [InlineData("""{ "Deadline": 5 }""", ":Deadline: not \"string\"")]
    [InlineData("""{ "Deadline": "5" }""", ":Deadline: not ^*")]
    [InlineData("""{ "Deadline": "00:00:61" }""", ":Deadline: not ^*")]
    [InlineData("""{ "Probes": { "a": { "Url": "http://a", "ResponseValidator": "x" } } }""", ":Probes:a:ResponseValidator: unknown")]
    [InlineData("""{ "Probes": { "a": { "Url": "http://a", "FailureThreshold": 1.5 } } }""", ":Probes:a:FailureThreshold: not \"integer\"")]
    [InlineData("""{ "Probes": { "a": { "Url": "http://a", "FailureStatus": "Bad" } } }""", ":Probes:a:FailureStatus: not one of *")]
    [InlineData("""{ "Probes": { "a": { "Url": "http://a", "Tags": "ready" } } }""", ":Probes:a:Tags: not \"array\"")]
    [InlineData("""{ "Probes": { "a": "http://a" } }""", ":Probes:a: not \"object\"")]
    public void Schema_OfWhatDoesNotBind_AgreesWithTheBinder(string json, string error)
    {
        SchemaCheck.Errors(Merged, JsonNode.Parse(json)).Should().ContainSingle().Which.Should().Match(error);
        Configured.Refusal(Configured.Section($$"""{ "Philae": {{json}} }""")).Should().ContainSingle();
    }

    private static string FileOf(string package) => Path.Combine(Repository.Root, "src", package, "ConfigurationSchema.json");
}
