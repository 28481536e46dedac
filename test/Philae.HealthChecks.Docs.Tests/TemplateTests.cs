using System.IO.Compression;

namespace Philae.HealthChecks.Docs.Tests;

/// <summary>The template of a new probe, as it is packed: what it writes builds in the repository without a warning, and passes its conformance test.</summary>
[Trait("Servers", "Own")]
public sealed class TemplateTests : IDisposable
{
    private const string Name = "Memcached";
    private readonly CloneFolder _folder = new();

    [Fact]
    public async Task Template_Packed_MakesAProbeThatConforms()
    {
        string clone = await Clone.MakeAsync(_folder.Root);
        string hive = Path.Combine(_folder.Root, "hive");
        string packages = Path.Combine(_folder.Root, "packages");
        await _folder.RunAsync("dotnet", "pack", "src/Philae.HealthChecks.Templates", "--output", packages);
        string package = Directory.GetFiles(packages).Should().ContainSingle().Subject;
        using (ZipArchive content = await ZipFile.OpenReadAsync(package))
        {
            content.Entries.Select(static entry => entry.FullName).Should().Contain(["icon.png", "README.md"]);
        }

        await _folder.RunAsync("dotnet", "new", "install", package, "--debug:custom-hive", hive);

        await _folder.RunAsync("dotnet", "new", "philae-probe", "--name", Name, "--debug:custom-hive", hive);

        string[] sources = Directory.GetFiles(Path.Combine(clone, "src", $"Philae.HealthChecks.{Name}"), "*.cs");
        sources.Length.Should().BeLessThanOrEqualTo(4, "docs/contributing.md promises it");
        sources.Sum(static file => File.ReadLines(file).Count()).Should().BeLessThanOrEqualTo(150, "docs/contributing.md promises it");
        string tests = $"Philae.HealthChecks.{Name}.Tests";
        await _folder.RunAsync("dotnet", "build", $"test/{tests}", "--nologo");
        (await _folder.RunAsync(Path.Combine(clone, "test", tests, "bin", "Debug", "net10.0", tests))).Should().MatchRegex("Total: [2-9][0-9], Errors: 0, Failed: 0, Skipped: 0");
    }

    public void Dispose() => _folder.Dispose();
}
