using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Philae.HealthChecks.TestKit;

/// <summary>The table of parameters in a probe's page: <c>| `name=value` | mapped | `Setting=value` |</c>.</summary>
public static partial class TargetTable
{
    public const string Mapped = "mapped";
    public const string MappedWithWarning = "mapped, warned of";
    public const string PassedOver = "passed over";
    public const string Refused = "refused";

    /// <summary>A row for each example: the query, what is done with it, and the settings that it is the same as.</summary>
    public static TheoryData<string, string, string> Of(string page)
    {
        var rows = new TheoryData<string, string, string>();
        foreach (string[] cells in File.ReadLines(Path.Combine(Repository.Root, "docs", "probes", page))
            .SkipWhile(static line => line != "| parameter | what is done | the same as |").Skip(2).TakeWhile(static line => line.StartsWith('|'))
            .Select(static line => line.Trim('|').Split('|')))
        {
            foreach (Match example in Code().Matches(cells[0]))
            {
                rows.Add(example.Groups[1].Value, cells[1].Trim(), string.Join(';', Code().Matches(cells[2]).Select(static setting => setting.Groups[1].Value)));
            }
        }

        return rows.Any() ? rows : throw new InvalidOperationException($"There is no table of parameters in {page}.");
    }

    /// <summary>The names of the parameters in a query.</summary>
    public static IEnumerable<string> Names(string query) => query.Split('&').Select(static pair => pair.Split('=')[0]);

    /// <summary>A query with a value for each name that has none.</summary>
    public static string WithValues(string query) => string.Join('&', query.Split('&').Select(static pair => pair.Contains('=', StringComparison.Ordinal) ? pair : $"{pair}=s3cr3t"));

    /// <summary>What the host logs of a target when it starts.</summary>
    public static async Task<IReadOnlyList<string>> WarningsAsync(Action<IHealthChecksBuilder> add)
    {
        using var log = new LogCollector();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(log);
        add(builder.Services.AddHealthChecks());
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.StopAsync();
        return [.. log.Entries.Where(static entry => entry.Text.StartsWith("The target of probe", StringComparison.Ordinal)).Select(static entry => $"{entry.Level}: {entry.Text.Trim()}")];
    }

    /// <summary>Holds that the refusal or the warnings of a row name its parameters and quote no value.</summary>
    public static async Task ShouldDoAsync(string query, string what, Action<IHealthChecksBuilder> add)
    {
        string name = Names(query).First();
        if (what == Refused)
        {
            ArgumentException refusal = FluentActions.Invoking(() => add(new ServiceCollection().AddHealthChecks())).Should().Throw<ArgumentException>(query).WithParameterName("target").Which;
            refusal.Message.Should().Contain($"'{name}'", query).And.NotContainAny("s3cr3t", "\n");
            return;
        }

        IReadOnlyList<string> warnings = await WarningsAsync(add);
        if (what == Mapped)
        {
            warnings.Should().BeEmpty(query);
            return;
        }

        what.Should().BeOneOf(PassedOver, MappedWithWarning);
        warnings.Should().ContainSingle(query).Which.Should().Match($"Warning: The target of probe 'p': the parameter '{name}' *").And.NotContain("s3cr3t");
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
