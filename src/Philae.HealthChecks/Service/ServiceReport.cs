using System.Text;
using Philae.HealthChecks.Http;
using Philae.HealthChecks.Running;
using Philae.HealthChecks.Telemetry;
using Philae.HealthChecks.Wire;

namespace Philae.HealthChecks.Service;

/// <summary>Judges another service by its report, whatever the status that it came with.</summary>
internal static class ServiceReport
{
    // Somebody else's text goes into our report, and from there perhaps into the next service's.
    private const int MaxLength = 1024;

    public static async Task JudgeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        PhilaeReport report = await ReadAsync(response, cancellationToken).ConfigureAwait(false);

        // Whoever says that all is well and names what is not is not well.
        if (!report.Healthy || report.Error is not null || report.Probes.Any(static probe => !probe.Healthy))
        {
            throw Unhealthy(report);
        }

        response.CheckStatus(); // healthy words under a status that says otherwise
    }

    private static async Task<PhilaeReport> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            ReadOnlyMemory<byte> body = await response.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
            return PhilaeReport.Read(body.Span);
        }
        catch (Exception exception) when (exception is FormatException or ProbeException)
        {
            response.CheckStatus(); // says more than a body that is somebody else's
            throw exception as ProbeException ?? new ProbeException("Invalid json", FailureReason.UnexpectedResponse, exception);
        }
    }

    // The first level is go-philae's, to the letter; what the probes themselves say stands below it.
    private static ServiceDownException Unhealthy(PhilaeReport report)
    {
        PhilaeReportEntry[] failed = [.. report.Probes.Where(static probe => !probe.Healthy)];
        string reasons = Join(failed.Select(Reason).OfType<string>());
        return new ServiceDownException(
            failed.Length == 0 ? "service is down" : Join(failed.Select(static probe => $"{probe.Name} is down ({probe.Comment})")),
            reasons.Length == 0 ? null : new ProbeException(reasons));
    }

    private static string? Reason(PhilaeReportEntry probe)
    {
        PhilaeError? error = probe.Error is { Message: ProbeFailedException.CheckFailed } outermost ? outermost.Underlying : probe.Error;
        return error?.ToString() is { Length: > 0 } text ? $"{probe.Name}: {text}" : null;
    }

    // As much as is kept, and one character more, by which the redactor sees that there is more.
    private static string Join(IEnumerable<string> parts)
    {
        var text = new StringBuilder();
        foreach (string part in parts)
        {
            foreach (char character in text.Length == 0 ? part : ", " + part)
            {
                text.Append(LogText.IsUnsafe(character) ? ' ' : character); // another service's text forges no line in logs
                if (text.Length > MaxLength)
                {
                    return Redactor.Redact(text.ToString(), MaxLength);
                }
            }
        }

        return Redactor.Redact(text.ToString(), MaxLength);
    }
}
