using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Errors;
using Philae.HealthChecks.LoopDetection;
using Philae.HealthChecks.Registration;
using Philae.HealthChecks.Sharing;

namespace Philae.HealthChecks;

/// <summary>Answers requests for the report and its parts: check, then status line, then the body in one piece.</summary>
internal sealed class PhilaeEndpoint
{
    private readonly PhilaeProber _prober;
    private readonly PhilaeEndpointOptions _options;
    private readonly HostPhase _host;
    private readonly ReportSelection _selection;
    private readonly DetailsAuthorization _details;
    private readonly EndpointChecks _report;
    private readonly EndpointChecks _live;
    private readonly EndpointChecks _ready;
    private readonly EndpointChecks _startup;
    private readonly byte[][] _verdicts;
    private volatile ReportSnapshot? _started;

    public PhilaeEndpoint(PhilaeProber prober, PhilaeEndpointOptions options, HostPhase host, DetailsAuthorization details)
    {
        _prober = prober;
        _options = options;
        _host = host;
        _details = details;
        _selection = new(options.AllowSelection, prober.Checks);
        _report = EndpointChecks.Report(options, prober);
        _live = EndpointChecks.Live(options, prober);
        _ready = EndpointChecks.Ready(options, prober);
        _startup = EndpointChecks.Startup(options, prober);
        _verdicts = [.. Enum.GetValues<HealthStatus>().Select(status => Body(new HealthReport(new Dictionary<string, HealthReportEntry>(), status, TimeSpan.Zero)))];
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
        _host.IsStopping ? FailAsync(context, "shutdown", "shutting down") : RunAsync(context, _selection.Without(context, _ready));

    public Task StartupAsync(HttpContext context) =>
        _started is { } snapshot ? WriteAsync(context, snapshot, TimeSpan.Zero)
            : _host.HasStarted ? RunAsync(context, _startup.Shared, isStartup: true)
            : FailAsync(context, "startup", "the host is starting");

    public Task ProbeAsync(HttpContext context)
    {
        if (_selection.IsAllowed(context) && _selection.FindByRoute(context.Request.RouteValues["name"] as string) is { } one)
        {
            return RunAsync(context, _prober.ReportOn(check => ReferenceEquals(check, one)));
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task RunAsync(HttpContext context, SharedReport report, bool isStartup = false)
    {
        Via via = isStartup ? Via.None : ViaOf(context.Request);

        // The canceller, the client or a middleware with a time limit, decides the answer.
        ReportSnapshot snapshot = await _prober.GetReportAsync(report, via, context.RequestAborted).ConfigureAwait(false);
        if (isStartup && snapshot.Status != HealthStatus.Unhealthy)
        {
            _started = snapshot; // Startup is over when it was healthy once: what it saw then is its answer from then on.
        }

        await WriteAsync(context, snapshot, _prober.Age(snapshot), isForService: via.IsNested).ConfigureAwait(false);
    }

    // Startup ignores Philae-Via: what a nested request skips would be latched for every caller.
    private Via ViaOf(HttpRequest request) =>
        request.Headers[PhilaeProber.ViaHeader] is { Count: > 0 } values ? _prober.ParseVia(values, request.Headers[PhilaeProber.BudgetHeader]) : Via.None;

    private async Task WriteAsync(HttpContext context, ReportSnapshot snapshot, TimeSpan age, bool isForService = false)
    {
        bool isShown = await _details.IsAllowedAsync(context).ConfigureAwait(false);
        if (isForService)
        {
            context.Response.Headers[PhilaeProber.MembersHeader] = snapshot.FormatMembers(named: isShown);
        }

        if (!isShown)
        {
            await SendAsync(context, snapshot.Status, age, _verdicts[(int)snapshot.Status]).ConfigureAwait(false);
        }
        else if (snapshot.IsShared)
        {
            await SendAsync(context, snapshot.Status, age, snapshot.Body ??= Body(snapshot.ToReport(TimeSpan.Zero))).ConfigureAwait(false);
        }
        else
        {
            using var body = new PooledBuffer();
            PhilaeReport.Write(snapshot.ToReport(TimeSpan.Zero), body, _options.Report);
            await SendAsync(context, snapshot.Status, age, body.Written).ConfigureAwait(false);
        }
    }

    // A failure that no probe reports.
    private async Task FailAsync(HttpContext context, string probe, string message)
    {
        var entry = new HealthReportEntry(HealthStatus.Unhealthy, null, TimeSpan.Zero, ProbeFailedException.Check(new ProbeException(message)), null);
        var report = new HealthReport(new Dictionary<string, HealthReportEntry> { [probe] = entry }, TimeSpan.Zero);
        bool isShown = await _details.IsAllowedAsync(context).ConfigureAwait(false);
        await SendAsync(context, report.Status, TimeSpan.Zero, isShown ? Body(report) : _verdicts[(int)report.Status]).ConfigureAwait(false);
    }

    private async ValueTask SendAsync(HttpContext context, HealthStatus status, TimeSpan age, ReadOnlyMemory<byte> body)
    {
        HttpResponse response = context.Response;
        response.StatusCode = _options.ResultStatusCodes[status];
        response.Headers.CacheControl = "no-store, no-cache";
        response.Headers.Age = ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        response.Headers[PhilaeProber.IdHeader] = _prober.Id;
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            response.Headers.Allow = HealthRoutes.Allow;
            response.ContentLength = 0;
            return;
        }

        try
        {
            await PhilaeResponseWriter.SendAsync(context, body).ConfigureAwait(false);
        }
        catch when (!response.HasStarted)
        {
            response.ContentLength = null;
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            throw;
        }
    }

    private byte[] Body(HealthReport report)
    {
        using var body = new PooledBuffer();
        PhilaeReport.Write(report, body, _options.Report);
        return body.Written.ToArray();
    }
}
