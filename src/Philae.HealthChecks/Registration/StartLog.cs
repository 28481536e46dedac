using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.Engine;
using Philae.HealthChecks.Errors;
using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks.Registration;

/// <summary>Logs the probes once, when the host starts: a misspelt section or a missing file leaves no other trace.</summary>
internal sealed partial class StartLog(
    IServiceProvider services, IOptions<HealthCheckServiceOptions> checks, IEnumerable<EmptySection> empty, ILoggerFactory? loggers = null) : IHostedService
{
    private readonly ILogger _logger = loggers?.CreateLogger(PhilaeTelemetry.LogCategory) ?? NullLogger.Instance;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (checks.Value.Registrations.Count > 0)
        {
            Listeners.SafeInvoke(() => LogProbes(string.Join(", ", checks.Value.Registrations.Select(Text))));
        }
        else
        {
            Listeners.SafeInvoke(() => LogNone(string.Concat(empty.Select(static section => $" The configuration section '{section.Path}' has none."))));
        }

        foreach (ProbeRegistration probe in checks.Value.Registrations.Select(ProbeRegistration.Of).OfType<ProbeRegistration>())
        {
            if (probe.Options(services)().Risk is { } risk)
            {
                Listeners.SafeInvoke(() => LogRisk(LogText.Escape(probe.Check.Name), risk));
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Text(HealthCheckRegistration check) =>
        ProbeRegistration.Of(check)?.Kind is { } kind ? $"{LogText.Escape(check.Name)} ({kind})" : LogText.Escape(check.Name);

    [LoggerMessage(10, LogLevel.Information, "Probes: {Probes}")]
    private partial void LogProbes(string probes);

    [LoggerMessage(11, LogLevel.Warning, "Probes: none, so every report is healthy.{Sections}")]
    private partial void LogNone(string sections);

    [LoggerMessage(12, LogLevel.Warning, "Probe '{Probe}': {Risk}")]
    private partial void LogRisk(string probe, string risk);
}
