using System.Text.RegularExpressions;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Docs.Tests;

/// <summary>What the pages say is true as far as a machine can tell.</summary>
public sealed partial class PagesTests
{
    public static TheoryData<string> Pages => [.. Repository.Pages.Select(page => Path.GetRelativePath(Repository.Root, page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void CSharpBlock_EveryOne_StandsInACompiledSample(string page)
    {
        string[] samples = [.. Repository.Samples.Select(file => Significant(File.ReadAllText(file)))];

        foreach (Match block in Block().Matches(Text(page)))
        {
            string code = Significant(block.Groups["code"].Value);
            samples.Should().Contain(sample => sample.Contains(code, StringComparison.Ordinal), "this block of {0} is compiled:\n{1}", page, code);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void TableCell_EveryRegistration_StandsInACompiledSample(string page)
    {
        string[] samples = [.. Repository.Samples.Select(file => Significant(File.ReadAllText(file)))];

        foreach (Match call in Registration().Matches(Text(page)))
        {
            string code = call.Groups["code"].Value;
            samples.Should().Contain(sample => sample.Contains(code, StringComparison.Ordinal), "this call of {0} is compiled", page);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Link_EveryRelativeOne_LeadsToAFile(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;

        foreach (Match link in Link().Matches(Text(page)))
        {
            string target = link.Groups["target"].Value;
            if (!target.StartsWith('#') && !target.Contains("://", StringComparison.Ordinal))
            {
                string file = Path.Combine(folder, target.Split('#')[0]);
                (File.Exists(file) || Directory.Exists(file)).Should().BeTrue("{0} links to {1}", page, target);
            }
        }
    }

    [Fact]
    public void ProbePage_EveryProbe_HasOneInTheReadmesTable()
    {
        string readme = Text("README.md");

        foreach (string page in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "probes")))
        {
            readme.Should().Contain($"(docs/probes/{Path.GetFileName(page)})");
        }
    }

    private static string Text(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));

    // Indentation and empty lines may differ between a page and the code.
    private static string Significant(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    // `.AddPhilaeX(…)` in a table of examples.
    [GeneratedRegex(@"`(?<code>\.AddPhilae[^`…]*\))`")]
    private static partial Regex Registration();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
