using System.Text.RegularExpressions;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Docs.Tests;

/// <summary>Holds the arrows of docs/architecture.md against the namespaces that each folder uses.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string[] Rooms = ["Configuration", "Registration", "Sharing", "Engine", "Scheduling", "LoopDetection", "Telemetry", "Targets", "Errors", "Wire"];
    private static readonly string Core = Path.Combine(Repository.Root, "src", "Philae.HealthChecks");

    [Fact]
    public void Picture_Arrows_AreWhatTheCodeUses() => Used().Should().BeEquivalentTo(Drawn());

    [Fact]
    public void Picture_Arrows_FormNoCircle()
    {
        ILookup<string, string> next = Drawn().ToLookup(static arrow => arrow.From, static arrow => arrow.To);
        foreach (string room in next.Select(static group => group.Key))
        {
            Reachable(room, next).Should().NotContain(room);
        }
    }

    [Fact]
    public void Picture_Table_NamesEachFolderAndAFileInIt()
    {
        string[] folders = [.. Directory.GetDirectories(Core).Select(static folder => Path.GetFileName(folder)!).Where(static folder => folder is not ("bin" or "obj"))];
        Match[] rows = [.. TableRow().Matches(Page()).AsEnumerable()];

        foreach (string room in Rooms)
        {
            Match row = rows.Single(row => row.Groups[1].Value == room);
            File.Exists(Path.Combine(Core, room, row.Groups[2].Value + ".cs")).Should().BeTrue($"{room} starts at {row.Groups[2].Value}");
        }

        folders.Should().Contain(Rooms);
    }

    [Fact]
    public void Drivers_Packages_DoNotUseEachOther()
    {
        foreach (string project in Directory.GetDirectories(Path.Combine(Repository.Root, "src")).SelectMany(static package => Directory.GetFiles(package, "*.csproj")))
        {
            ProjectReference().Matches(File.ReadAllText(project)).Select(static reference => reference.Groups[1].Value).Should().BeSubsetOf(
                ["Philae.HealthChecks"], "{0} uses the core alone", Path.GetFileName(project));
        }
    }

    private static IEnumerable<(string From, string To)> Drawn() =>
        Arrow().Matches(Page()).Select(static arrow => (arrow.Groups[1].Value, arrow.Groups[2].Value));

    private static IEnumerable<(string From, string To)> Used() =>
        Sources().SelectMany(static source => Uses(source.Room, source.Text)).Distinct();

    private static IEnumerable<(string Room, string Text)> Sources()
    {
        foreach (string folder in Directory.GetDirectories(Core).Where(static folder => Path.GetFileName(folder) is not ("bin" or "obj")))
        {
            string room = Path.GetFileName(folder);
            foreach (string file in Directory.GetFiles(folder, "*.cs"))
            {
                yield return (Rooms.Contains(room) ? room : "Probes", File.ReadAllText(file));
            }
        }

        foreach (string file in Directory.GetFiles(Core + ".AspNetCore", "*.cs"))
        {
            yield return ("Endpoint", File.ReadAllText(file));
        }
    }

    private static IEnumerable<(string From, string To)> Uses(string room, string text) =>
        Using().Matches(text).Select(static use => use.Groups[1].Value)
            .Where(used => used != room && Rooms.Contains(used))
            .Select(used => (room, used));

    private static HashSet<string> Reachable(string start, ILookup<string, string> next)
    {
        var reached = new HashSet<string>();
        var waiting = new Queue<string>(next[start]);
        while (waiting.TryDequeue(out string? room))
        {
            if (reached.Add(room))
            {
                foreach (string beyond in next[room])
                {
                    waiting.Enqueue(beyond);
                }
            }
        }

        return reached;
    }

    private static string Page() => File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));

    [GeneratedRegex(@"^ +(\w+)(?:\[[^\]]*\])? --> (\w+)", RegexOptions.Multiline)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"^using (?:static )?Philae\.HealthChecks\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^\| `(\w+)` \|.*\| `(\w+)` \|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"<ProjectReference Include=""[^""]*/([\w.]+)\.csproj""")]
    private static partial Regex ProjectReference();
}
