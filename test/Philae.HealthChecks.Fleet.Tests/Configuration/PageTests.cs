using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>docs/configuration.md and the QuickStart's file say what is so.</summary>
public sealed partial class PageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));

    public static TheoryData<string> Files =>
    [
        .. Blocks().Matches(Page).Select(static block => block.Groups["json"].Value),
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "samples", "QuickStart", "appsettings.json")),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Json_EveryBlock_BindsAndStarts(string json)
    {
        // Where the page leaves out a Url, the environment has it.
        JsonObject file = JsonNode.Parse(json)!.AsObject();
        foreach ((_, JsonNode? probe) in file["Philae"]!["Probes"]!.AsObject())
        {
            probe!["Url"] ??= "redis://:secret@cache:6379";
        }

        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        IConfigurationRoot root = Configured.Root(file.ToJsonString());
        builder.Services.AddHealthChecks().AddPhilaeFromConfiguration(root.GetSection("Philae"), static schemes => Configured.All(schemes), root);
        using IHost host = builder.Build();

        await host.StartAsync();

        host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Select(static check => check.Name)
            .Should().BeEquivalentTo(file["Philae"]!["Probes"]!.AsObject().Select(static probe => probe.Key));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Json_EveryBlock_AgreesWithTheSchema(string json) =>
        SchemaCheck.Errors(SchemaTests.Merged, JsonNode.Parse(json)!["Philae"]).Should().BeEmpty();

    [Fact]
    public void Files_OfThePage_AreFound() => Files.Should().HaveCountGreaterThan(3);

    [Fact]
    public void Table_OfSchemes_HasThemAll() =>
        Configured.All(new PhilaeProbeSchemes()).All.Keys.Should().OnlyContain(scheme => Page.Contains($"`{scheme}", StringComparison.Ordinal));

    [Fact]
    public async Task Table_EveryUrlOfIt_RegistersAProbe()
    {
        string[] urls = [.. Urls().Matches(Page[Page.IndexOf("## Schemes", StringComparison.Ordinal)..Page.IndexOf("A driver's connection", StringComparison.Ordinal)])
            .Select(static url => url.Groups["url"].Value).Where(static url => !url.EndsWith("://", StringComparison.Ordinal))];

        await using ProbeHost host = Configured.Host(Configured.Section([.. urls.Select(static (url, index) => ($"Probes:p{index}:Url", (string?)url))]));

        urls.Should().HaveCountGreaterThan(20);
    }

    [GeneratedRegex("^```json\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("`(?<url>[a-z+-]+:[^`]*)`")]
    private static partial Regex Urls();
}
