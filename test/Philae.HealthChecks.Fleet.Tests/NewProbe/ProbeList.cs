using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests.NewProbe;

/// <summary>A place outside a probe's package that has every probe.</summary>
/// <param name="Files">The file, or a pattern of files of which one has it.</param>
/// <param name="Text">What stands there of a probe.</param>
/// <param name="Except">The probes that do not belong there.</param>
internal sealed record ProbeList(string Files, Func<ShippedProbe, string> Text, params string[] Except)
{
    private const string Tests = "test/Philae.HealthChecks.Fleet.Tests/";

    // A sample takes no target and reaches no server; the status pages take no target.
    private static readonly string[] WithoutTarget = ["Sample", "GitHub", "GitLab", "StatusIO"];

    public static IEnumerable<ProbeList> All =>
    [
        new("README.md", static probe => probe.Call),
        new("docs/probes/*.md", static probe => probe.Call),
        new("docs/samples/Snippets/*.cs", static probe => probe.Call),
        new("test/*ConformanceTests.cs", static probe => probe.Call),
        new("test/fuzz/Readers.cs", static probe => probe.Call, WithoutTarget),
        new(Tests + "Configuration/SchemeTests.cs", static probe => probe.Call),
        new(Tests + "Leaks/Member.cs", static probe => probe.Call, "Sample", "GitLab"), // GitLab is StatusIO with a fixed page.
        new(Tests + "Secrets/*Places.cs", static probe => probe.Call, "Sample", "Docker", "Tcp", "GitHub", "GitLab", "StatusIO"), // They take no password.
        new(Tests + "Secrets/BadInput.cs", static probe => probe.Call, "Sample"),
        new("docs/configuration.md", static probe => $"`Add{probe.Noun}()`") { OfDrivers = true },
        new("src/Philae.HealthChecks/Configuration/UnknownUrl.cs", static probe => $"\"{probe.Noun}\"") { OfDrivers = true },
        new("test/Philae.HealthChecks.Fleet.Program/Program.cs", static probe => probe.Call) { OfDrivers = true },
        new(Tests + "Faults/TlsMismatchTests.cs", static probe => probe.Call) { OfDrivers = true },
        new("Philae.HealthChecks.sln", static probe => $"\"src\\{probe.Package}\\{probe.Package}.csproj\"") { OfDrivers = true },
        new("Philae.HealthChecks.sln", static probe => $"\"test\\{probe.Package}.Tests\\{probe.Package}.Tests.csproj\"") { OfDrivers = true },
    ];

    /// <summary>Whether only the probes with a package of their own belong there.</summary>
    public bool OfDrivers { get; private init; }

    /// <summary>What is missing, in one line each, with the place and the text.</summary>
    public static IEnumerable<string> MissingOf(ShippedProbe probe) =>
        [.. All.Where(list => list.Concerns(probe) && !list.Has(probe)).Select(list => $"{list.Files} has no '{list.Text(probe)}'"), .. ReadmeOf(probe)];

    private bool Concerns(ShippedProbe probe) => !Except.Contains(probe.Noun) && (probe.HasDriver || !OfDrivers);

    private bool Has(ShippedProbe probe) => Read().Any(text => text.Contains(Text(probe), StringComparison.Ordinal));

    private IEnumerable<string> Read() => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, Path.GetDirectoryName(Files)!), Path.GetFileName(Files), Files.StartsWith("test/*", StringComparison.Ordinal) ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
        .Select(File.ReadAllText);

    // The page that a registry shows.
    private static IEnumerable<string> ReadmeOf(ShippedProbe probe)
    {
        string file = Path.Combine("src", probe.Package, "README.md");
        string path = Path.Combine(Repository.Root, file);
        return !probe.HasDriver || (File.Exists(path) && File.ReadAllText(path).Contains(probe.Call, StringComparison.Ordinal)) ? [] : [$"{file} has no '{probe.Call}'"];
    }
}
