using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Docs.Tests;

/// <summary>What a registry shows of each package, and the version that it has.</summary>
public sealed class PackageTests : IDisposable
{
    private const string Version = "99.0.0";
    private readonly CloneFolder _folder = new();

    [Fact]
    public async Task Package_EveryOne_HasItsIconReadmeAndLicense()
    {
        foreach (string package in await PackAsync())
        {
            using ZipArchive content = await ZipFile.OpenReadAsync(package);
            content.Entries.Select(static entry => entry.FullName).Should().Contain(["icon.png", "README.md"], "{0} shows them", package);
            content.GetEntry("icon.png")!.Length.Should().BeInRange(1, 1 << 20, "a registry takes an icon of at most 1 MiB");
            await using Stream text = await content.Entries.Single(static entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).OpenAsync();
            XElement metadata = XDocument.Load(text).Root!.Elements().First();
            Value("license").Should().Be("MIT");
            Value("version").Should().Be(Version);
            Value("icon").Should().Be("icon.png");
            Value("readme").Should().Be("README.md");
            Value("tags").Should().Contain("philae");
            Value("description").Should().StartWith("The ").And.NotBe("Package Description");
            metadata.Descendants().Where(static element => element.Attribute("id")?.Value.StartsWith("Philae.", StringComparison.Ordinal) == true)
                .Select(static dependency => dependency.Attribute("version")!.Value).Should().NotContain(static version => version != $"[{Version}]", "our packages use internals of one another");

            string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        }
    }

    [Fact]
    public async Task Version_OfAClone_IsTheTags()
    {
        await Clone.MakeAsync(_folder.Root);
        await _folder.RunAsync("dotnet", "restore", "src/Philae.HealthChecks.Templates");

        (await VersionAsync()).Should().Be("0.1.0-alpha.0", "there is no Git");
        await GitAsync("init", "--quiet");
        await GitAsync("commit", "--quiet", "--allow-empty", "--message", "first");
        (await VersionAsync()).Should().Be("0.1.0-alpha.0", "there is no tag");
        await GitAsync("tag", "v1.2.3");
        (await VersionAsync()).Should().Be("1.2.3");
        await GitAsync("commit", "--quiet", "--allow-empty", "--message", "second");
        (await VersionAsync()).Should().Be("1.2.4-alpha.0.1", "it is one after the tag");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> VersionAsync() =>
        (await _folder.RunAsync("dotnet", "msbuild", "src/Philae.HealthChecks.Templates", "-target:MinVer", "-getProperty:PackageVersion")).Trim();

    private Task<string> GitAsync(params string[] arguments) => _folder.RunAsync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", .. arguments]);

    // From what the tests were built from, in one process.
    private async Task<string[]> PackAsync()
    {
        string configuration = typeof(PackageTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        string packages = Path.Combine(_folder.Root, "packages");
        string project = Path.Combine(_folder.Root, "pack.proj");
        string[] names = [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(static folder => Path.GetFileName(folder))
            .Where(static name => name.StartsWith("Philae.", StringComparison.Ordinal) && !name.EndsWith(".Templates", StringComparison.Ordinal))];
        string projects = string.Join(';', names.Select(static name => Path.Combine(Repository.Root, "src", name, name + ".csproj")));
        await File.WriteAllTextAsync(project, $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{projects}" Targets="Pack" Properties="NoBuild=true;Configuration={configuration};PackageOutputPath={packages};MinVerVersionOverride={Version};IncludeSymbols=false" />
              </Target>
            </Project>
            """);
        Directory.CreateDirectory(_folder.Clone);
        await _folder.RunAsync("dotnet", "msbuild", project, "-target:Pack", "-nologo", "-verbosity:quiet");
        return Directory.GetFiles(packages).Should().HaveCount(names.Length).And.Subject.ToArray();
    }
}
