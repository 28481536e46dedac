using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Philae.HealthChecks.Targets;

/// <summary>Logs the warnings of all targets, once, when the host starts.</summary>
internal sealed partial class TargetWarningLog : IHostedService
{
    private readonly IEnumerable<TargetWarning> _warnings;
    private readonly ILogger _logger;

    public TargetWarningLog(IEnumerable<TargetWarning> warnings, ILoggerFactory loggers) =>
        (_warnings, _logger) = (warnings, loggers.CreateLogger(PhilaeTelemetry.LogCategory));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (TargetWarning warning in _warnings)
        {
            Log(warning.Probe, warning.Text);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(8, LogLevel.Warning, "The target of probe '{Probe}': {Warning}")]
    private partial void Log(string probe, string warning);
}
