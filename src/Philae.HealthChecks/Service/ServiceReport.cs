using System.Text;
using Philae.HealthChecks.Errors;
using Philae.HealthChecks.Http;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Service;

/// <summary>Judges another service by its report, whatever the status that it came with.</summary>
internal static class ServiceReport
{
    // Foreign text goes into this report, and perhaps into the next service's.
    private const int MaxLength = 1024;
    private static readonly string TimedOut = FailureReason.TimedOut.Text();

    /// <summary>Judges a report that is all there is to go by.</summary>
    public static void Judge(PhilaeReport report, HttpResponseMessage response)
    {
        // A report that says healthy and names an unhealthy probe is unhealthy.
        if (!report.Healthy || report.Error is not null || report.Probes.Any(static probe => !probe.Healthy))
        {
            throw Unhealthy([.. report.Probes.Where(static probe => !probe.Healthy)], []);
        }

        response.CheckStatus(); // healthy words under a status that says otherwise
    }

    /// <summary>
    /// Judges by the states of the services over there. What the report says of the target's own probes counts as well; what it says of
    /// the services behind the target may be older than what is known of them, and only gives the words.
    /// </summary>
    /// <param name="report">The target's.</param>
    /// <param name="peer">With the answer that the report came in.</param>
    /// <param name="self">This service.</param>
    /// <param name="hasShortBudget">Whether the run waits less long than this service would.</param>
    public static void Judge(PhilaeReport report, PeerIdentity peer, string self, bool hasShortBudget)
    {
        HashSet<string> links = [.. peer.View.Links.Select(static link => link.Name)];
        HashSet<string> late = [.. hasShortBudget ? peer.Late.ShortBudget : peer.Late.ForAll];
        MemberFailure[] failures = [.. peer.View.Failures(self)];
        PhilaeReportEntry[] own = [.. report.Probes.Where(probe => !probe.Healthy && (!links.Contains(probe.Name) || late.Contains(probe.Name) || failures.Any(failure => failure.Link == probe.Name)))];
        MemberFailure[] others = [.. failures.Concat(late.Select(static name => new MemberFailure(name, TimedOut))).DistinctBy(static failure => failure.Link)
            .Where(failure => failure.Link is null ? own.Length == 0 : !own.Any(probe => probe.Name == failure.Link))];
        if (own.Length + others.Length > 0)
        {
            // To be late is no state of the target's, so this service says it as its own; not where it would repeat others' failures with it.
            bool isOnlyHaste = hasShortBudget && !peer.Late.ForAll.Any();
            bool isOnlyLate = late.Count > 0 && failures.Length == 0 && own.All(probe => late.Contains(probe.Name));
            throw Unhealthy(own, others, isAttributed: !isOnlyLate || isOnlyHaste, isCutShort: isOnlyHaste && isOnlyLate);
        }

        // A verdict that nothing explains, of a target that probes no other service.
        if (!report.Healthy && links.Count == 0)
        {
            throw Unhealthy([], []);
        }
    }

    /// <exception cref="ProbeException">The body is no report.</exception>
    public static async Task<PhilaeReport> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
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
    private static ServiceDownException Unhealthy(PhilaeReportEntry[] failed, MemberFailure[] others, bool isAttributed = false, bool isCutShort = false)
    {
        string[] down = [.. failed.Select(static probe => $"{probe.Name} is down ({probe.Comment})"), .. others.Select(static other => other.Link).OfType<string>().Select(static link => $"{link} is down (error)")];
        string reasons = Join([.. failed.Select(Reason).OfType<string>(), .. others.Select(static other => other.Link is null ? other.Text : $"{other.Link}: {other.Text}")]);
        return new ServiceDownException(down.Length == 0 ? "service is down" : Join(down), reasons.Length == 0 ? null : new ProbeException(reasons))
        {
            IsAttributed = isAttributed,
            IsOverBudget = isCutShort,
        };
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
