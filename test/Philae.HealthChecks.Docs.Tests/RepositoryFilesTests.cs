using System.Text.Json;
using System.Text.RegularExpressions;
using Philae.HealthChecks.TestKit;
using YamlDotNet.Serialization;

namespace Philae.HealthChecks.Docs.Tests;

/// <summary>What GitHub and editors read is right as far as a machine can tell without them.</summary>
public sealed partial class RepositoryFilesTests
{
    public static TheoryData<string> IssueForms => [.. Directory.EnumerateFiles(PathOf(".github/ISSUE_TEMPLATE"), "*.yml").Select(static file => Path.GetFileName(file)).Where(static file => file != "config.yml")];

    [Fact]
    public void Workflow_OfCi_RunsTheScriptAndNothingElse()
    {
        Dictionary<string, object>[] steps = [.. Of<Workflow>(".github/workflows/ci.yml").Jobs.Values.SelectMany(static job => job.Steps)];

        steps.Where(static step => step.ContainsKey("run")).Select(static step => step["run"]).Should().Equal(".ci/run");
        steps.Where(static step => !step.ContainsKey("run")).Select(static step => ((string)step["uses"]).Split('@')[0]).Should().Equal("actions/checkout", "actions/setup-dotnet");
        steps.Select(static step => step.GetValueOrDefault("with")).OfType<Dictionary<object, object>>().Should()
            .ContainEquivalentOf(new Dictionary<object, object> { ["fetch-depth"] = "0" }, "the version comes from the tags").And
            .ContainEquivalentOf(new Dictionary<object, object> { ["global-json-file"] = "global.json" }, "the SDK is the one that the repository names");
        Directory.EnumerateFiles(PathOf(".github/workflows")).Should().ContainSingle("everything that CI runs is in .ci/run");
        File.Exists(PathOf(".ci/run")).Should().BeTrue();
    }

    [Fact]
    public void CiScript_OfTheRepository_RunsWhatIsConfigured() =>
        File.ReadAllText(PathOf(".ci/run")).Should().ContainAll("test/run.sh", "docs/build.sh", "dotnet pack", "dotnet format");

    // What is in no solution is built by nobody, until somebody needs it.
    [Fact]
    public async Task Project_EveryOne_StandsInTheSolution()
    {
        string solution = await File.ReadAllTextAsync(PathOf("Philae.HealthChecks.sln"));

        string[] files = await Clone.FilesAsync();

        files.Where(static file => file.EndsWith(".csproj", StringComparison.Ordinal) && !file.Contains("/philae-probe/", StringComparison.Ordinal))
            .Select(static file => file.Replace('/', '\\')).Should().OnlyContain(project => solution.Contains($"\"{project}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Dependabot_EveryDirectory_HasWhatItUpdates()
    {
        foreach (Dictionary<string, object> update in Of<Updates>(".github/dependabot.yml").All)
        {
            string file = update["package-ecosystem"] switch
            {
                "nuget" => "Directory.Packages.props",
                "dotnet-sdk" => "global.json",
                "github-actions" => ".github/workflows/ci.yml",
                "docker" => "Dockerfile",
                var other => throw new InvalidOperationException($"{other}: where is it configured?"),
            };

            File.Exists(PathOf(Path.Combine(((string)update["directory"]).Trim('/'), file))).Should().BeTrue("{0} is in {1}", file, update["directory"]);
        }
    }

    [Theory]
    [MemberData(nameof(IssueForms))]
    public void IssueForm_EveryField_HasALabel(string file)
    {
        IssueForm form = Of<IssueForm>($".github/ISSUE_TEMPLATE/{file}");

        form.Name.Should().NotBeEmpty();
        form.Description.Should().NotBeEmpty();
        form.Body.Should().NotBeEmpty().And.OnlyContain(static field => ((Dictionary<object, object>)field["attributes"]).ContainsKey("label"));
        form.Body.Select(static field => field["id"]).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData(".github/SECURITY.md")]
    [InlineData(".github/CONTRIBUTING.md")]
    [InlineData(".github/PULL_REQUEST_TEMPLATE.md")]
    public void Page_OfGitHub_LeadsToFiles(string file)
    {
        string text = File.ReadAllText(PathOf(file));

        text.Should().NotBeEmpty();
        Link().Matches(text).Select(link => Path.Combine(Path.GetDirectoryName(PathOf(file))!, link.Groups["target"].Value)).Should().NotContain(static target => !File.Exists(target));
    }

    // The image cannot be built where no container may reach the network. What it is made of can be read.
    [Fact]
    public void DevContainer_OfTheRepository_HasTheSdkOfGlobalJson()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(PathOf(".devcontainer/devcontainer.json")));
        JsonElement build = settings.RootElement.GetProperty("build");
        string[] lines = File.ReadAllLines(PathOf(Path.Combine(".devcontainer", build.GetProperty("dockerfile").GetString()!)));

        File.Exists(PathOf(Path.Combine(".devcontainer", build.GetProperty("context").GetString()!, "global.json"))).Should().BeTrue();
        lines.Should().ContainSingle(static line => line == "COPY global.json /tmp/global.json").And
            .ContainSingle(static line => line.Contains("dotnet-install.sh", StringComparison.Ordinal)).Which.Should().Contain("--jsonfile /tmp/global.json", "the version stands in one place");
        lines.Should().ContainSingle(static line => line.StartsWith("FROM debian:", StringComparison.Ordinal), "test/run.sh installs servers with apt-get");
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    private static string PathOf(string file) => Path.Combine(Repository.Root, file);

    private static T Of<T>(string file) => new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<T>(File.ReadAllText(PathOf(file)));

    private sealed class Workflow
    {
        [YamlMember(Alias = "jobs")]
        public Dictionary<string, Job> Jobs { get; init; } = [];
    }

    private sealed class Job
    {
        [YamlMember(Alias = "steps")]
        public List<Dictionary<string, object>> Steps { get; init; } = [];
    }

    private sealed class Updates
    {
        [YamlMember(Alias = "updates")]
        public List<Dictionary<string, object>> All { get; init; } = [];
    }

    private sealed class IssueForm
    {
        [YamlMember(Alias = "name")]
        public string Name { get; init; } = "";

        [YamlMember(Alias = "description")]
        public string Description { get; init; } = "";

        [YamlMember(Alias = "body")]
        public List<Dictionary<string, object>> Body { get; init; } = [];
    }
}
