using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using MySqlConnector;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.MySql.Tests;

/// <summary>A host with one probe whose deadline is longer than a test runs, so that a slow machine changes no outcome.</summary>
internal static class PatientHost
{
    public static readonly TimeSpan Deadline = TimeSpan.FromHours(1);

    /// <summary>For what should come at once.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static ProbeHost Of(string target, Action<MySqlProbeOptions>? configure = null, FakeTimeProvider? time = null) =>
        Of(builder => builder.AddPhilaeMySql(target, timeout: Deadline, configure: configure), time);

    public static ProbeHost Of(MySqlDataSource dataSource, Action<MySqlProbeOptions>? configure = null, FakeTimeProvider? time = null) => Of(
        builder =>
        {
            // As an application registers it; the container disposes only what it made.
            builder.Services.AddSingleton(dataSource);
            builder.AddPhilaeMySql(services => services.GetRequiredService<MySqlDataSource>(), timeout: Deadline, configure: configure);
        },
        time);

    /// <summary>The published reason of one check, in one line; null when healthy.</summary>
    public static async Task<string?> ReasonAsync(this ProbeHost host)
    {
        HealthReport report = await host.Prober.CheckAsync();
        return ProbeHost.Reason(report);
    }

    /// <summary>As of one check of a host of its own.</summary>
    public static async Task<string?> ReasonAsync(string target, Action<MySqlProbeOptions>? configure = null)
    {
        await using ProbeHost host = Of(target, configure);
        return await host.ReasonAsync();
    }

    private static ProbeHost Of(Action<IHealthChecksBuilder> configure, FakeTimeProvider? time) => new(
        builder =>
        {
            builder.Services.Configure<PhilaeOptions>(options => options.Deadline = Deadline);
            configure(builder);
        },
        time);
}
