using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks;

/// <summary>
/// Writes a <see cref="HealthReport"/> as a Philae response. Use it as the
/// <see cref="Microsoft.AspNetCore.Diagnostics.HealthChecks.HealthCheckOptions.ResponseWriter"/> of <c>MapHealthChecks</c>.
/// </summary>
public static class PhilaeResponseWriter
{
    private static readonly PhilaeReportOptions DefaultOptions = new();

    /// <summary>Writes the report in go-philae's format, as <c>application/json</c>. It does not change the status code.</summary>
    /// <param name="context">The request.</param>
    /// <param name="report">The report.</param>
    public static Task WriteAsync(HttpContext context, HealthReport report) => WriteAsync(context, report, DefaultOptions);

    /// <summary>Creates a writer with options, for <c>ResponseWriter = PhilaeResponseWriter.With(o =&gt; …)</c>.</summary>
    /// <param name="configure">Sets the options, once.</param>
    public static Func<HttpContext, HealthReport, Task> With(Action<PhilaeReportOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new PhilaeReportOptions();
        configure(options);
        return (context, report) => WriteAsync(context, report, options);
    }

    // The body is complete before the first byte leaves: a report that cannot be written is a 500, never half a JSON.
    internal static async Task WriteAsync(HttpContext context, HealthReport report, PhilaeReportOptions options)
    {
        using var body = new PooledBuffer();
        PhilaeReport.Write(report, body, options);
        await SendAsync(context, body.Written).ConfigureAwait(false);
    }

    internal static ValueTask SendAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        HealthEndpoint.SkipOutputCache(context); // of anyone's MapHealthChecks
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;

        // Not every server leaves out the body for HEAD.
        return HttpMethods.IsHead(context.Request.Method) ? ValueTask.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
