using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.TestKit;

/// <summary>
/// Holds that a probe drops no part of its target. A part is refused if the registration throws. A part is used if a healthy server notices
/// that it is wrong, or if the probe sends it.
/// </summary>
public static partial class TargetParts
{
    private const string Marker = "p4rt0fth3t4rg3t";

    // Far longer than a check takes to send its first bytes. Only a part that is dropped takes this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="part">The part.</param>
    /// <param name="healthy">The target of a healthy server.</param>
    /// <param name="target">A target on a port of 127.0.0.1.</param>
    /// <param name="add">Registers a target.</param>
    public static async Task ShouldBeUsedOrRefusedAsync(TargetPart part, string healthy, Func<int, string> target, Action<IHealthChecksBuilder, string> add)
    {
        bool isUsedOrRefused = IsRefused(With(healthy, part), add) || await IsNoticedAsync(part, healthy, add) || await IsSentAsync(part, target, add);

        isUsedOrRefused.Should().BeTrue(
            "a target's {0} is used or refused, but this one is dropped: the registration takes it, a healthy server does not notice it, and it is not sent", part);
    }

    /// <summary>The target with a part that no server expects.</summary>
    internal static string With(string target, TargetPart part, string value = Marker)
    {
        Match parts = Target().Match(target);
        string user = parts.Groups["user"].Value;
        string password = parts.Groups["password"].Value;
        string query = parts.Groups["query"].Value;
        string userInfo = part switch
        {
            TargetPart.UserName => $"{value}{password}@",
            TargetPart.Password => $"{(parts.Groups["at"].Success ? user : "user")}:{value}@",
            _ => parts.Groups["at"].Success ? $"{user}{password}@" : "",
        };
        string path = part == TargetPart.Path ? "/" + value : parts.Groups["path"].Value;
        query = part == TargetPart.Query ? $"{(query.Length == 0 ? "?" : query + "&")}{value}={value}" : query;
        return $"{parts.Groups["scheme"].Value}{userInfo}{parts.Groups["host"].Value}{path}{query}";
    }

    private static bool IsRefused(string target, Action<IHealthChecksBuilder, string> add)
    {
        try
        {
            add(new ServiceCollection().AddHealthChecks(), target);
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    // A password needs a user beside it: where the target has none, a user alone must be healthy, or it is the user that is noticed.
    private static async Task<bool> IsNoticedAsync(TargetPart part, string healthy, Action<IHealthChecksBuilder, string> add)
    {
        string usual = part == TargetPart.Password && !healthy.Contains('@', StringComparison.Ordinal) ? With(healthy, TargetPart.UserName, "user") : healthy;
        return await IsHealthyAsync(usual, add) && !await IsHealthyAsync(With(healthy, part), add);
    }

    private static async Task<bool> IsHealthyAsync(string target, Action<IHealthChecksBuilder, string> add)
    {
        if (IsRefused(target, add))
        {
            return false;
        }

        await using var host = new ProbeHost(builder => add(builder, target));
        return (await host.CheckAsync()).Status == HealthStatus.Healthy;
    }

    private static async Task<bool> IsSentAsync(TargetPart part, Func<int, string> target, Action<IHealthChecksBuilder, string> add)
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(async (stream, stop) =>
        {
            var received = new StringBuilder();
            byte[] buffer = new byte[4096];
            for (int count = 1; count > 0;)
            {
                count = await stream.ReadAsync(buffer, stop);
                received.Append(Encoding.Latin1.GetString(buffer, 0, count));
                if (Forms.Any(received.ToString().Contains))
                {
                    sent.TrySetResult();
                }
            }
        });
        await using var host = new ProbeHost(builder => add(builder, With(target(server.Port), part)));
        using var over = new CancellationTokenSource();
        Task check = host.CheckAsync(over.Token);
        await Task.WhenAny(sent.Task, Task.Delay(Patience, over.Token));
        await over.CancelAsync();
        await check.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return sent.Task.IsCompleted;
    }

    // As it is, and in the middle of what basic authentication encodes, wherever it begins there.
    private static IEnumerable<string> Forms { get; } =
        [Marker, .. Enumerable.Range(0, 3).Select(static before => Convert.ToBase64String(Encoding.ASCII.GetBytes(new string('-', before) + Marker))[4..^4])];

    [GeneratedRegex("^(?<scheme>[A-Za-z0-9+.-]+://)?((?<user>[^:@/?]*)(?<password>:[^@/?]*)?(?<at>@))?(?<host>[^/?]*)(?<path>/[^?]*)?(?<query>\\?.*)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Target();
}
