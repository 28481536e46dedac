using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Scheduling;

/// <summary>Checks that have long given their thread back at once, so that they begin on one of the pool's, and one day block it. Real threads, real clock.</summary>
[Collection(Leaks.Alone)]
public sealed class SuddenlyBlockingTests : IDisposable
{
    private const int Checks = 10;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5); // a machine that is busy; without a deadline it is for ever
    private readonly ManualResetEventSlim _gate = new();
    private readonly bool[] _onPool = new bool[Checks];
    private volatile int _blocking;

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public async Task Check_BlocksItsThreadForOnce_IsLateAloneAndBeginsApartTheNextTime(int blocking, bool throughEngine)
    {
        await using ProbeHost host = Host();
        await BecomeQuickAsync(host);

        _blocking = blocking;
        long start = TimeProvider.System.GetTimestamp();
        Task<HealthReport> check = throughEngine ? host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync() : host.Prober.CheckAsync();
        HealthReport report = await check.WaitAsync(TimeSpan.FromMinutes(1));

        TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(Deadline + Slack);
        report.Entries.Values.Count(static entry => entry.Status == HealthStatus.Unhealthy).Should().Be(blocking);
        report.Entries.Values.Skip(blocking).Should().OnlyContain(static entry => entry.Duration < Deadline);

        _blocking = 0;
        _gate.Set();
        await Eventually.TrueAsync(() => host.Log.Entries.Count(static entry => entry.Text.Contains("has ended after", StringComparison.Ordinal)) == blocking);
        (await host.Prober.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        _onPool.Take(blocking).Should().OnlyContain(static pool => !pool, "it blocked the last time");
    }

    public void Dispose() => _gate.Set(); // not disposed: those that wait may come to it later

    private ProbeHost Host() => new(builder =>
    {
        builder.Services.Configure<PhilaeOptions>(static options => options.Deadline = Deadline);
        for (int check = 0; check < Checks; check++)
        {
            int number = check;
            builder.AddPhilaeProbe($"{number}", _ =>
            {
                _onPool[number] = Thread.CurrentThread.IsThreadPoolThread;
                if (number < _blocking)
                {
                    _gate.Wait(CancellationToken.None);
                }

                return Task.CompletedTask;
            });
        }
    });

    private Task BecomeQuickAsync(ProbeHost host) => Eventually.TrueAsync(async () =>
    {
        await host.Prober.CheckAsync();
        return Array.TrueForAll(_onPool, static pool => pool);
    });
}
