using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.TestKit;

/// <summary>What belongs to a probe besides its class.</summary>
public static partial class ProbePackage
{
    /// <summary>The methods with which a package adds its schemes: <c>AddRedis</c>. The core has none, as its schemes are always known.</summary>
    public static IReadOnlyList<MethodInfo> SchemesOf(Assembly package) =>
        [.. package.GetExportedTypes().SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(static method => method.ReturnType == typeof(PhilaeProbeSchemes) && method.GetParameters() is [{ ParameterType: var only }] && only == typeof(PhilaeProbeSchemes))];

    public static void AddSchemes(PhilaeProbeSchemes schemes, Assembly package)
    {
        foreach (MethodInfo add in SchemesOf(package))
        {
            add.Invoke(null, [schemes]);
        }
    }

    /// <summary>What a probe lacks, in one line each.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="page">The name of its page in docs/probes.</param>
    /// <param name="refused">What a refused check publishes.</param>
    /// <param name="url">A <c>Url</c> in configuration that registers it.</param>
    public static IEnumerable<string> MissingOf(IProbe probe, string page, string refused, string url)
    {
        Assembly package = probe.GetType().Assembly;
        return [.. PageOf(package, page, refused), .. FailureClassOf(package), .. SchemaOf(package), .. SchemeOf(probe, url)];
    }

    private static IEnumerable<string> PageOf(Assembly package, string page, string refused)
    {
        string file = Path.Combine(Repository.Root, "docs", "probes", page);
        string text = File.Exists(file) ? File.ReadAllText(file) : "";
        if (text.Length == 0)
        {
            yield return $"no page: docs/probes/{page}";
        }
        else if (!text.Contains($"`{package.GetName().Name}`", StringComparison.Ordinal))
        {
            yield return $"no package on its page: docs/probes/{page} does not name `{package.GetName().Name}`";
        }

        // The reason alone, or with the text before it.
        string reason = refused.Split(": ")[^1];
        if (!Failures().Match(text).Groups["rows"].Value.Split('\n').Any(row => Regex.IsMatch(row, $"^\\| `([^`]*: )?{Regex.Escape(reason)}`")))
        {
            yield return $"no failure table: docs/probes/{page} needs '| reason | when |' with a row for `{reason}`";
        }
    }

    // The core derives reasons from .NET's own exceptions. A driver has exceptions of its own.
    private static IEnumerable<string> FailureClassOf(Assembly package) =>
        package == typeof(IProbe).Assembly || package.GetTypes().Any(static type => type.IsAbstract && type.IsSealed && type.Name.EndsWith("Failure", StringComparison.Ordinal))
            ? []
            : [$"no failure class: {package.GetName().Name} needs a static class 'XFailure' that maps the driver's exceptions to reasons"];

    private static IEnumerable<string> SchemaOf(Assembly package)
    {
        string file = Path.Combine("src", package.GetName().Name!, "ConfigurationSchema.json");
        return File.Exists(Path.Combine(Repository.Root, file)) ? [] : [$"no schema: {file}, which SchemaTests writes"];
    }

    private static IEnumerable<string> SchemeOf(IProbe probe, string url)
    {
        IConfigurationSection section = new ConfigurationBuilder().AddInMemoryCollection([new("Philae:Probes:p:Url", url)]).Build().GetSection("Philae");
        string? problem = null;
        try
        {
            using var services = new ServiceCollection().AddLogging().AddHealthChecks()
                .AddPhilaeFromConfiguration(section, schemes => AddSchemes(schemes, probe.GetType().Assembly)).Services.BuildServiceProvider();
        }
        catch (InvalidOperationException exception)
        {
            problem = exception.Message;
        }

        return problem is null ? [] : [$"no scheme: configuration does not take '{url[..url.IndexOf(':', StringComparison.Ordinal)]}:': {problem}"];
    }

    [GeneratedRegex(@"^\| [^|]+ \| when \|\n\|---\|---\|\n(?<rows>(\|.*\n)+)", RegexOptions.Multiline)]
    private static partial Regex Failures();
}
