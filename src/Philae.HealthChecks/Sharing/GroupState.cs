using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Engine;
using Philae.HealthChecks.Errors;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Sharing;

/// <summary>The state of a group of checks, for other services.</summary>
internal static class GroupState
{
    private const int KeyBytes = 4;

    /// <summary>Distinguishes groups of one service by the names of their checks.</summary>
    public static string Key(HealthCheckRegistration[] checks)
    {
        string names = string.Join('\n', checks.Select(static check => check.Name).Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(names)).AsSpan(0, KeyBytes));
    }

    /// <summary>The current state, with the service's next sequence number.</summary>
    public static MemberState Of(string key, TimeSpan now, HealthCheckRegistration[] checks, ProbeRunner?[] runners, UnguardedCheckRunner unguarded, PhilaeIdentity identity)
    {
        var failures = new List<(string Name, CheckResult Result)>();
        var links = new List<MemberLink>();
        MemberState state = identity.Next(sequence =>
        {
            for (int i = 0; i < checks.Length; i++)
            {
                // The last outcome is at least as new as the awaited one, and never over budget: a later number never holds an earlier state.
                ProbeOutcome? outcome = runners[i] is { } runner ? runner.State.Last : unguarded.Last(checks[i]);
                bool isDown = outcome?.Result.Status == HealthStatus.Unhealthy;
                if (runners[i]?.Peer is { } peer && !(isDown && ServiceDownException.IsOwn(outcome!.Result)))
                {
                    links.AddRange(Links(checks[i], runners[i]!, peer.View, isDown, identity.Id));
                }
                else if (isDown)
                {
                    failures.Add((checks[i].Name, outcome!.Check));
                }
            }

            return new($"{identity.Id}.{key}", sequence, now, null, links);
        });

        // Formats the texts outside the lock.
        return failures.Count == 0 ? state : state with { Failure = string.Join(", ", failures.Select(static failure => Failure(failure.Name, failure.Result))) };
    }

    // A probe whose failure does not make the report unhealthy has no links; nor does one whose threshold still holds a failure back.
    private static IEnumerable<MemberLink> Links(HealthCheckRegistration check, ProbeRunner runner, MemberView view, bool isDown, string self)
    {
        bool isHeldBack = !isDown && runner.Policy.FailureThreshold > 1 && runner.State.Last is not null && view.Failures(self).Any();
        if (check.FailureStatus != HealthStatus.Unhealthy || isHeldBack)
        {
            return [];
        }

        return LoopRule.Links(check.Name, view, hasEnded: runner.State.Last is not null);
    }

    private static string Failure(string name, CheckResult result)
    {
        string down = $"{name} is down (error)";
        return result.Error?.Description(ReportDetail.Reasons) is { } reason and not ("" or ProbeFailedException.CheckFailed) ? $"{down}: {name}: {reason}" : down;
    }
}
