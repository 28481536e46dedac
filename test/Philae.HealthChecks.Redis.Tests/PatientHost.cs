using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>A host with one probe whose deadline is longer than a test runs, so that a slow machine changes no outcome.</summary>
internal static class PatientHost
{
    public static readonly TimeSpan Deadline = TimeSpan.FromHours(1);

    public static ProbeHost Of(string target, Action<RedisProbeOptions>? configure = null, FakeTimeProvider? time = null) =>
        Of(builder => builder.AddPhilaeRedis(target, timeout: Deadline, configure: configure), time);

    public static ProbeHost Of(Action<IHealthChecksBuilder> add, FakeTimeProvider? time = null) => new(
        builder =>
        {
            builder.Services.Configure<PhilaeOptions>(options => options.Deadline = Deadline);
            add(builder);
        },
        time);

    /// <summary>The published reason of the next check, in one line; null when healthy.</summary>
    public static async Task<string?> ReasonAsync(this ProbeHost host) => ProbeHost.Reason(await host.Prober.CheckAsync());

    /// <summary>The same of the first and only check of a host.</summary>
    public static async Task<string?> ReasonAsync(string target, Action<RedisProbeOptions>? configure = null)
    {
        await using ProbeHost host = Of(target, configure);
        return await host.ReasonAsync();
    }

    /// <summary>The published reason, in one line, once the probe's own message is taken away.</summary>
    public static string Unable(string reason) => $"probe check failed: unable to contact Redis host: {reason}";

    /// <summary>Moves the clock until the check ends.</summary>
    public static async Task<T> WithinAsync<T>(this Task<T> check, FakeTimeProvider time)
    {
        await Eventually.TrueAsync(() =>
        {
            time.Advance(Deadline);
            return Task.FromResult(check.IsCompleted);
        });
        return await check;
    }
}
