using System.IO.Compression;
using System.Text.RegularExpressions;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Docs.Tests;

/// <summary>
/// The template of a new probe, as it is packed, by the commands of docs/contributing.md: what it writes builds in the repository without a
/// warning, and passes its conformance test.
/// </summary>
[Trait("Servers", "Own")]
public sealed partial class TemplateTests : IDisposable
{
    private const string FolderOfTheTemplate = "./src/Philae.HealthChecks.Templates/philae-probe";

    private readonly CloneFolder _folder = new();

    [Fact]
    public async Task Template_Packed_MakesAProbeThatConforms()
    {
        string clone = await Clone.MakeAsync(_folder.Root);
        string package = await PackAsync();
        string commands = Commands().Match(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "contributing.md"))).Groups["commands"].Value;
        commands.Should().Contain(FolderOfTheTemplate);

        string output = await _folder.RunAsync("bash", "-e", "-c", commands.Replace(FolderOfTheTemplate, package, StringComparison.Ordinal));

        output.Should().MatchRegex("total: [2-9][0-9]").And.MatchRegex("failed: 0").And.MatchRegex("skipped: 0");
        string[] sources = Directory.GetFiles(Path.Combine(clone, "src", "Philae.HealthChecks.Memcached"), "*.cs");
        sources.Length.Should().BeInRange(1, 4, "docs/contributing.md promises it");
        sources.Sum(static file => File.ReadLines(file).Count()).Should().BeInRange(1, 150, "docs/contributing.md promises it");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> PackAsync()
    {
        string packages = Path.Combine(_folder.Root, "packages");
        await _folder.RunAsync("dotnet", "pack", "src/Philae.HealthChecks.Templates", "--output", packages);
        string package = Directory.GetFiles(packages).Should().ContainSingle().Subject;
        using ZipArchive content = await ZipFile.OpenReadAsync(package);
        content.Entries.Select(static entry => entry.FullName).Should().Contain(["icon.png", "README.md"]);
        return package;
    }

    [GeneratedRegex("^## A new probe\n.*?^```bash\n(?<commands>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Commands();
}
