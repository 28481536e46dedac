using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.LoopDetection;
using Philae.HealthChecks.Service;
using Philae.HealthChecks.Wire;

namespace Philae.HealthChecks.Running;

/// <summary>The state of a group of checks as other services hear it.</summary>
internal static class GroupState
{
    private const int KeyBytes = 4;

    /// <summary>Tells groups of one service apart: by the names of their checks.</summary>
    public static string Key(HealthCheckRegistration[] checks)
    {
        string names = string.Join('\n', checks.Select(static check => check.Name).Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(names)).AsSpan(0, KeyBytes));
    }

    public static MemberState Of(
        string node, long sequence, TimeSpan now, HealthCheckRegistration[] checks, ProbeRunner?[] runners, ProbeOutcome[] outcomes, string self)
    {
        var failures = new List<string>();
        var links = new List<MemberLink>();
        for (int i = 0; i < checks.Length; i++)
        {
            // What a runner knows is at least as new as what was awaited, and not cut short.
            ProbeOutcome? outcome = runners[i] is { } runner ? runner.Last : outcomes[i] is { IsCutShort: false } own ? own : null;
            bool isDown = outcome?.Result.Status == HealthStatus.Unhealthy;
            if (runners[i]?.Peer is { } peer && !(isDown && ServiceDownException.IsOwn(outcome!.Result)))
            {
                links.AddRange(Links(checks[i], runners[i]!, peer.View, isDown, self));
            }
            else if (isDown)
            {
                failures.Add(Failure(checks[i].Name, outcome!.Result));
            }
        }

        return new(node, sequence, now, failures.Count == 0 ? null : string.Join(", ", failures), links);
    }

    // A probe whose failure does not make the report unhealthy leads nowhere; nor does one whose threshold still holds a failure back.
    private static IEnumerable<MemberLink> Links(HealthCheckRegistration check, ProbeRunner runner, MemberView view, bool isDown, string self)
    {
        bool isHeldBack = !isDown && runner.Check.Policy.FailureThreshold > 1 && runner.Last is not null && view.Failures(self).Any();
        if (check.FailureStatus != HealthStatus.Unhealthy || isHeldBack)
        {
            return [];
        }

        return LoopRule.Links(check.Name, view, hasEnded: runner.Last is not null);
    }

    private static string Failure(string name, HealthCheckResult result)
    {
        var entry = new HealthReportEntry(result.Status, result.Description, TimeSpan.Zero, result.Exception, null);
        string reason = ErrorChain.Description(entry, ReportDetail.Reasons);
        return reason is "" or ProbeFailedException.CheckFailed ? $"{name} is down (error)" : $"{name} is down (error): {name}: {reason}";
    }
}
