using System.Text.RegularExpressions;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Docs.Tests;

/// <summary>What docs/getting-started.md tells a new user to do.</summary>
internal static partial class GettingStartedPage
{
    private static readonly string[] Commands = Blocks("bash");

    /// <summary>The commands that make the service from a clone of the repository, in its folder.</summary>
    public static string CreateFromClone => Commands[0];

    /// <summary>The commands that make the service from a registry's packages.</summary>
    public static string CreateFromRegistry => Commands[1];

    /// <summary>The command that runs it.</summary>
    public static string Run => Commands[2];

    /// <summary>What is asked then.</summary>
    public static Uri[] Asks => [.. Address().Matches(Commands[3]).Select(match => new Uri(match.Value))];

    /// <summary>The lines above <c>builder.Build()</c>, then those above <c>app.Run()</c>.</summary>
    public static string[] Code => Blocks("csharp");

    private static string[] Blocks(string language) =>
        [.. Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "getting-started.md")))
            .Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["text"].Value)];

    [GeneratedRegex("^```(?<language>\\w+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();
}
