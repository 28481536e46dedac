using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Fleet.Tests.Leaks;

/// <summary>A container with many probes of one kind at one port; logs are not kept, as they would be counted.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly ServiceProvider _services;

    public Fleet(Member member, int port, Plan plan)
    {
        Size = plan.Probes;
        var services = new ServiceCollection();
        services.AddLogging().Configure<PhilaeOptions>(options => options.Deadline = Limit);
        IHealthChecksBuilder checks = services.AddHealthChecks();
        for (int i = 0; i < plan.Probes; i++)
        {
            member.Add(checks, port, $"probe {i}", plan.Timeout);
        }

        Runs.Watch(services);
        _services = services.BuildServiceProvider();
    }

    public Runs Runs { get; } = new();

    public int Size { get; }

    /// <summary>How many checks a report called healthy, and how many it did not.</summary>
    public (int Healthy, int Unhealthy) Told { get; private set; }

    /// <summary>One check of each probe; returns when each of them has ended, be it after its deadline.</summary>
    public async Task RoundAsync(Action? meanwhile = null)
    {
        Task<HealthReport> round = _services.GetRequiredService<PhilaeProber>().CheckAsync();
        meanwhile?.Invoke();
        HealthReport report = await round;
        int healthy = report.Entries.Values.Count(static entry => entry.Status == HealthStatus.Healthy);
        Told = (Told.Healthy + healthy, Told.Unhealthy + report.Entries.Count - healthy);

        long start = TimeProvider.System.GetTimestamp();
        while (Runs.UnderWay > 0)
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit)
            {
                throw new TimeoutException($"{Runs.UnderWay} checks do not end.");
            }

            await Task.Delay(1);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
