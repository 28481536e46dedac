using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks;

/// <summary>Answers a request for the report: check, then status line, then the body in one piece.</summary>
internal sealed class PhilaeEndpoint
{
    private readonly PhilaeProber _prober;
    private readonly PhilaeEndpointOptions _options;

    public PhilaeEndpoint(PhilaeProber prober, PhilaeEndpointOptions options)
    {
        _prober = prober;
        _options = options;
        foreach (HealthStatus status in Enum.GetValues<HealthStatus>())
        {
            if (!options.ResultStatusCodes.TryGetValue(status, out int code) || code is < 100 or > 599)
            {
                throw new ArgumentException($"ResultStatusCodes must have a status code from 100 to 599 for {status}.", nameof(options));
            }
        }
    }

    public async Task AnswerAsync(HttpContext context)
    {
        PhilaeAnswer answer;
        try
        {
            answer = await _prober.AnswerAsync(_options.Predicate, context.Request.Headers[PhilaeProber.ViaHeader], context.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // Nobody is there to be answered, and that is no error of ours.
        }

        context.Response.StatusCode = _options.ResultStatusCodes[answer.Report.Status];
        context.Response.Headers.CacheControl = "no-store, no-cache";
        context.Response.Headers.Age = ((long)answer.Age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers[PhilaeProber.IdHeader] = _prober.Id;
        await PhilaeResponseWriter.WriteAsync(context, answer.Report, _options.Report).ConfigureAwait(false);
    }
}
