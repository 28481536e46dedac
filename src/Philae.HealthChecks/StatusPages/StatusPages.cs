using System.Text.Json;
using Philae.HealthChecks.Http;

namespace Philae.HealthChecks.StatusPages;

/// <summary>Judges the two formats of status pages.</summary>
internal static class StatusPages
{
    /// <summary>Statuspage, GitHub's: an indicator, the worst of all components.</summary>
    public static Task GitHubAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        JudgeAsync(response, "invalid json", "GitHub is probably down", Indicator, cancellationToken);

    /// <summary>StatusIO, GitLab's: a code, from 100, operational, to 600, security event.</summary>
    public static Task StatusIOAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        JudgeAsync(response, "Invalid json", "Incident reported!", StatusCode, cancellationToken);

    private static async Task JudgeAsync(
        HttpResponseMessage response, string invalid, string down, Func<JsonElement, Verdict> judge, CancellationToken cancellationToken)
    {
        response.CheckStatus();
        Verdict verdict = await response.ReadJsonAsync(invalid, judge, cancellationToken).ConfigureAwait(false);
        if (verdict.IsDown)
        {
            throw new ProbeException(down);
        }

        if (verdict.Degraded is { } degraded)
        {
            throw new ProbeDegradedException(degraded);
        }
    }

    private static Verdict Indicator(JsonElement page) => page.GetProperty("status").GetProperty("indicator").GetString() switch
    {
        "none" => default,
        "minor" => new("minor incident"),
        "maintenance" => new("maintenance"),
        "major" or "critical" => new(null, true),
        _ => throw new FormatException(),
    };

    private static Verdict StatusCode(JsonElement page) => page.GetProperty("result").GetProperty("status_overall").GetProperty("status_code").GetInt32() switch
    {
        < 0 => throw new FormatException(),
        < 200 => default,
        < 300 => new("maintenance"),
        < 400 => new("degraded performance"),
        _ => new(null, true),
    };

    // Our own words: theirs are foreign, and may be anything.
    private readonly record struct Verdict(string? Degraded = null, bool IsDown = false);
}
