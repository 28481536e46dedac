using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Http;

/// <summary>Checks of the HTTP probe in which no time passes, unless the test makes it pass.</summary>
internal static class HttpCheck
{
    public static readonly TimeSpan Never = TimeSpan.FromDays(1);

    public static ProbeHost Host(string target, Action<HttpProbeOptions>? configure = null, FakeTimeProvider? time = null) =>
        new(builder => Add(builder, target, configure), time ?? new FakeTimeProvider());

    public static IHealthChecksBuilder Add(IHealthChecksBuilder builder, string target, Action<HttpProbeOptions>? configure = null) =>
        builder.AddPhilaeHttp(target, configure: options =>
        {
            options.ConnectTimeout = Never; // .NET's own timer for it runs on the real clock
            configure?.Invoke(options);
        });

    /// <summary>What one check publishes below the outermost level; null when healthy.</summary>
    public static async Task<string?> ErrorAsync(string target, Action<HttpProbeOptions>? configure = null)
    {
        await using ProbeHost host = Host(target, configure);
        return await ErrorAsync(host);
    }

    public static async Task<string?> ErrorAsync(ProbeHost host)
    {
        const string outermost = "probe check failed";
        string? error = ProbeHost.Reason(await host.Prober.CheckAsync().WaitAsync(TimeSpan.FromMinutes(1))); // on a clock that stands still, only this ends a hang
        return error?.StartsWith(outermost + ": ", StringComparison.Ordinal) == true ? error[(outermost.Length + 2)..] : error;
    }
}
