using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>One place, one server: registers the probe, checks once, and looks for the secret wherever anything gets out of the process.</summary>
internal static class Row
{
    /// <summary>Returns what the check reported, for the caller to see that what was to happen did happen.</summary>
    public static async Task<HealthReport> NothingShowsAsync(Place place, Stage stage, Secret secret)
    {
        using var telemetry = new Telemetry();
        using var environment = new Variables();
        LogCollector log;
        HealthReport report;
        using (var drivers = new LateFactory())
        {
            await using var host = new ProbeHost(builder =>
            {
                Planting planting = stage.Plant(builder, secret, drivers);
                environment.Set(place.Environment(planting));
                place.Add(planting);
                builder.Services.Configure<PhilaeOptions>(options => (options.Deadline, options.TraceDrivers) = (planting.Limit, true));
            });
            log = host.Log;
            drivers.Inner = host.Services.GetRequiredService<ILoggerFactory>();
            host.Services.GetService<Microsoft.Extensions.Options.IStartupValidator>()?.Validate();
            report = await host.Prober.CheckAsync();
            ShouldNotShow(secret, "metrics", telemetry.Measurements);

            // What was left behind at its deadline has an end now, which is logged.
            await stage.EndAsync();
        }

        if (!stage.IsQuoted || !place.DriverLogs)
        {
            ShouldNotShow(secret, "log", log.ToString());
        }

        // Drivers put the texts of their exceptions into spans of their own, where nobody can redact them.
        ShouldNotShow(secret, "spans", telemetry.Spans(withExceptions: !stage.IsQuoted));
        ShouldNotShow(secret, "metrics", telemetry.Measurements);
        ShouldNotShow(secret, report);
        return report;
    }

    public static void ShouldNotShow(Secret secret, HealthReport report)
    {
        foreach (ReportDetail detail in Enum.GetValues<ReportDetail>())
        {
            foreach (ErrorFormat format in Enum.GetValues<ErrorFormat>())
            {
                string json = ProbeHost.Json(report, options => (options.Detail, options.ErrorFormat) = (detail, format));
                ShouldNotShow(secret, string.Create(CultureInfo.InvariantCulture, $"report, {detail}, {format}"), json);
            }
        }

        foreach (HealthReportEntry entry in report.Entries.Values)
        {
            ShouldNotShow(secret, "entry", $"{entry.Description} {string.Join(' ', entry.Data)} {string.Join(' ', entry.Tags)}");
        }
    }

    public static void ShouldNotShow(Secret secret, string where, string text) => secret.FindIn(text).Should().BeNull("the {0} must not show it, but: {1}", where, text);

    /// <summary>Drivers get their loggers before there is a host that has any.</summary>
    private sealed class LateFactory : ILoggerFactory
    {
        public ILoggerFactory? Inner { get; set; }

        public ILogger CreateLogger(string categoryName) => Inner!.CreateLogger(categoryName);

        public void AddProvider(ILoggerProvider provider) => Inner!.AddProvider(provider);

        public void Dispose()
        {
            // The host's.
        }
    }
}
