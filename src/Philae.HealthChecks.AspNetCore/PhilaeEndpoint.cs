using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Primitives;
using Philae.HealthChecks.Running;

namespace Philae.HealthChecks;

/// <summary>Answers requests for the report and its parts: check, then status line, then the body in one piece.</summary>
internal sealed class PhilaeEndpoint
{
    private static readonly Dictionary<string, HealthReportEntry> NoEntries = [];

    private readonly PhilaeProber _prober;
    private readonly PhilaeEndpointOptions _options;
    private readonly HostPhase _host;
    private readonly ReportSelection _selection;
    private readonly DetailsGate _details;
    private readonly Func<HealthCheckRegistration, bool>? _report;
    private readonly Func<HealthCheckRegistration, bool> _live;
    private readonly Func<HealthCheckRegistration, bool> _ready;
    private readonly Func<HealthCheckRegistration, bool> _startup;
    private volatile PhilaeAnswer? _started;

    public PhilaeEndpoint(PhilaeProber prober, PhilaeEndpointOptions options, HostPhase host, DetailsGate details)
    {
        _prober = prober;
        _options = options;
        _host = host;
        _details = details;
        _selection = new(options.AllowSelection, prober.Checks);
        _report = EndpointChecks.Report(options, prober.Checks);
        _live = EndpointChecks.Live(options, prober.Checks);
        _ready = EndpointChecks.Ready(options, prober.Checks);
        _startup = EndpointChecks.Startup(options, prober.Checks);
        foreach (HealthStatus status in Enum.GetValues<HealthStatus>())
        {
            if (!options.ResultStatusCodes.TryGetValue(status, out int code) || code is < 200 or > 599 or 204 or 205 or 304)
            {
                throw new ArgumentException($"ResultStatusCodes must have a status code from 200 to 599 that allows a body for {status}.", nameof(options));
            }
        }
    }

    public Task ReportAsync(HttpContext context) => RunAsync(context, _selection.Without(context, _report));

    public Task LiveAsync(HttpContext context) => RunAsync(context, _selection.Without(context, _live));

    public Task ReadyAsync(HttpContext context) =>
        _host.IsStopping ? WriteAsync(context, Failed("shutdown", "shutting down")) : RunAsync(context, _selection.Without(context, _ready));

    public Task StartupAsync(HttpContext context) =>
        _started is { } answer ? WriteAsync(context, answer)
            : _host.HasStarted ? RunAsync(context, _startup, Started, StringValues.Empty)
            : WriteAsync(context, Failed("startup", "the host is starting"));

    public Task ProbeAsync(HttpContext context)
    {
        if (_selection.IsAllowed(context) && _selection.FindByRoute(context.Request.RouteValues["name"] as string) is { } one)
        {
            return RunAsync(context, check => ReferenceEquals(check, one));
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static PhilaeAnswer Failed(string probe, string message)
    {
        var entry = new HealthReportEntry(HealthStatus.Unhealthy, null, TimeSpan.Zero, ProbeFailedException.Check(new ProbeException(message)), null);
        return new(new HealthReport(new Dictionary<string, HealthReportEntry> { [probe] = entry }, TimeSpan.Zero), TimeSpan.Zero);
    }

    // Startup is over when it was healthy once: what it saw then is its answer from then on.
    private void Started(PhilaeAnswer answer)
    {
        if (answer.Report.Status != HealthStatus.Unhealthy)
        {
            _started = answer with { Age = TimeSpan.Zero };
        }
    }

    private Task RunAsync(HttpContext context, Func<HealthCheckRegistration, bool>? predicate) =>
        RunAsync(context, predicate, null, context.Request.Headers[PhilaeProber.ViaHeader]);

    // Startup heeds no way that a request has come: what is left out on one would be latched for all.
    private async Task RunAsync(HttpContext context, Func<HealthCheckRegistration, bool>? predicate, Action<PhilaeAnswer>? done, StringValues via)
    {
        PhilaeAnswer answer;
        try
        {
            answer = await _prober.AnswerAsync(predicate, via, context.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // Nobody is there to be answered, and that is no error of ours.
        }

        done?.Invoke(answer);
        await WriteAsync(context, answer).ConfigureAwait(false);
    }

    private async Task WriteAsync(HttpContext context, PhilaeAnswer answer)
    {
        HealthReport report = answer.Report;
        if (!await _details.IsOpenToAsync(context).ConfigureAwait(false))
        {
            report = new HealthReport(NoEntries, report.Status, report.TotalDuration);
        }

        context.Response.StatusCode = _options.ResultStatusCodes[report.Status];
        context.Response.Headers.CacheControl = "no-store, no-cache";
        context.Response.Headers.Age = ((long)answer.Age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers[PhilaeProber.IdHeader] = _prober.Id;
        await PhilaeResponseWriter.WriteAsync(context, report, _options.Report).ConfigureAwait(false);
    }
}
