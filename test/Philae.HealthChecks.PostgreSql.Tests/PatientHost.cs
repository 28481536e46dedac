using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.PostgreSql.Tests;

/// <summary>A host with one probe whose deadline is longer than a test runs, so that a slow machine changes no outcome.</summary>
internal static class PatientHost
{
    public static readonly TimeSpan Deadline = TimeSpan.FromHours(1);

    public static ProbeHost Of(string target, Action<PostgreSqlProbeOptions>? configure = null, FakeTimeProvider? time = null) =>
        Of(builder => builder.AddPhilaePostgreSql(target, timeout: Deadline, configure: configure), time);

    public static ProbeHost Of(NpgsqlDataSource dataSource, Action<PostgreSqlProbeOptions>? configure = null) =>
        Of(builder => builder.AddPhilaePostgreSql(_ => dataSource, timeout: Deadline, configure: configure));

    /// <summary>The published reason of one check, in one line; null when healthy.</summary>
    public static async Task<string?> ReasonAsync(string target, Action<PostgreSqlProbeOptions>? configure = null)
    {
        await using ProbeHost host = Of(target, configure);
        return ProbeHost.Reason(await host.Prober.CheckAsync());
    }

    private static ProbeHost Of(Action<IHealthChecksBuilder> configure, FakeTimeProvider? time = null) => new(
        builder =>
        {
            builder.Services.Configure<PhilaeOptions>(options => options.Deadline = Deadline);
            configure(builder);
        },
        time);
}
