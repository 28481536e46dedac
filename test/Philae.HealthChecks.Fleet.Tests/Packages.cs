using System.Reflection;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests;

/// <summary>The packages of the repository. The folders of <c>src</c> say which there are; no test has a list of them.</summary>
internal static class Packages
{
    private static readonly string[] OwnProbes = ["Probe"];

    /// <summary>The libraries, the core first.</summary>
    public static Assembly[] All { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).SelectMany(static folder => Directory.EnumerateFiles(folder, "*.csproj")).Where(IsLibrary)
            .Select(static project => Assembly.Load(Path.GetFileNameWithoutExtension(project))).OrderBy(static package => package.GetName().Name, StringComparer.Ordinal)];

    /// <summary>Those with probes: the core, and those that have schemes.</summary>
    public static Assembly[] WithProbes { get; } = [.. All.Where(static package => package == typeof(IProbe).Assembly || ProbePackage.SchemesOf(package).Count > 0)];

    /// <summary>The methods that add a package's schemes, by their names without <c>Add</c>.</summary>
    public static Dictionary<string, Func<PhilaeProbeSchemes, PhilaeProbeSchemes>> Schemes { get; } =
        All.SelectMany(ProbePackage.SchemesOf).ToDictionary(static method => method.Name["Add".Length..], static method => method.CreateDelegate<Func<PhilaeProbeSchemes, PhilaeProbeSchemes>>());

    /// <summary>The probes, as the registration methods name them.</summary>
    public static IReadOnlyList<ShippedProbe> Probes { get; } =
        [.. All.SelectMany(static package => package.GetExportedTypes().SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(static method => method.Name.StartsWith(ShippedProbe.Prefix, StringComparison.Ordinal) && method.ReturnType == typeof(IHealthChecksBuilder)
                && method.GetParameters().Any(static parameter => parameter.Name == "failureStatus"))
            .Select(static method => method.Name[ShippedProbe.Prefix.Length..]).Except(OwnProbes)
            .Select(noun => new ShippedProbe(noun, package.GetName().Name!)))];

    // Neither a template nor a program.
    private static bool IsLibrary(string project) => Path.GetFileName(project).StartsWith("Philae.HealthChecks", StringComparison.Ordinal)
        && XDocument.Load(project).Descendants("IncludeBuildOutput").All(static value => value.Value != "false");
}
