using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.Tests.Engine;

namespace Philae.HealthChecks.Tests.Sharing;

/// <summary>Real threads and the real clock: what must be true whatever comes together.</summary>
[Collection(Leaks.Alone)]
public sealed class ProbeStormTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(50);

    // For the scheduler of a noisy machine: below the length of the storm, so that what hangs or is kept too long shows in it.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UsualSlack = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Check_ThousandAtOnce_IsOneRunOfEachProbe()
    {
        HeldCheck[] checks = [.. Enumerable.Range(0, 5).Select(static _ => new HeldCheck())];
        await using var host = new ProbeHost(builder =>
        {
            for (int check = 0; check < checks.Length; check++)
            {
                builder.AddPhilaeProbe($"{check}", checks[check].CheckAsync);
            }
        });

        Task<HealthReport>[] reports = [.. Enumerable.Range(0, 1000).Select(_ => host.Prober.CheckAsync())];
        Array.ForEach(checks, static check => check.End());
        await Task.WhenAll(reports);

        reports.Should().OnlyContain(static report => report.Result.Status == HealthStatus.Healthy);
        checks.Should().OnlyContain(static check => check.Runs == 1);
    }

    [Fact]
    public async Task Check_RandomCallersAndChecks_KeepsItsPromises()
    {
        var broken = new ConcurrentQueue<string>();
        TimeSpan length = Environment.GetEnvironmentVariable("PHILAE_TEST_FULL") == "1" ? TimeSpan.FromSeconds(30) : TimeSpan.FromSeconds(5);
        var probes = new RandomCheck[6];
        await using var host = new ProbeHost(builder =>
        {
            builder.Services.Configure<PhilaeOptions>(static options => options.Deadline = Deadline);
            for (int probe = 0; probe < probes.Length; probe++)
            {
                RandomCheck check = probes[probe] = new RandomCheck(probe, Deadline, broken);
                TimeSpan maxAge = MaxAgeOf(probe); // the options are made later, when the loop is over
                builder.AddPhilaeProbe($"{probe}", check.CheckAsync, configure: options => options.MaxAge = maxAge);
            }
        });
        long start = TimeProvider.System.GetTimestamp();

        int reports = 0;
        int left = 0;
        int stale = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            var own = new Random(caller);
            while (TimeProvider.System.GetElapsedTime(start) < length)
            {
                using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(own.Next(2) == 0 ? own.Next(1, 100) : 60_000));
                long asked = TimeProvider.System.GetTimestamp();
                try
                {
                    PhilaeAnswer answer = await host.Prober.AnswerAsync(new(), leaving.Token);
                    Interlocked.Increment(ref reports);
                    Look(answer.Report, asked);
                }
                catch (OperationCanceledException) when (leaving.IsCancellationRequested)
                {
                    Interlocked.Increment(ref left);
                }

                if (TimeProvider.System.GetElapsedTime(asked) > Deadline + Slack)
                {
                    broken.Enqueue($"a caller waited for {TimeProvider.System.GetElapsedTime(asked)}");
                }
            }
        })));

        broken.Should().BeEmpty();
        reports.Should().BeGreaterThan(100);
        left.Should().BeGreaterThan(10);
        stale.Should().BeLessThan(reports * probes.Length / 20);
        probes.Should().OnlyContain(static probe => probe.Runs > 10);
        host.Log.Entries.Should().OnlyContain(static entry => entry.Level <= LogLevel.Debug || entry.Text.StartsWith("Probe '", StringComparison.Ordinal));

        void Look(HealthReport report, long asked)
        {
            if (!report.Entries.Keys.SequenceEqual(probes.Select(static (_, probe) => $"{probe}")))
            {
                broken.Enqueue($"the entries are {string.Join(' ', report.Entries.Keys)}");
                return;
            }

            for (int probe = 0; probe < probes.Length; probe++)
            {
                HealthReportEntry entry = report.Entries[$"{probe}"];
                TimeSpan age = probes[probe].Age(entry, asked);
                if (age > MaxAgeOf(probe) + UsualSlack)
                {
                    Interlocked.Increment(ref stale);
                }

                if (age > MaxAgeOf(probe) + Slack)
                {
                    broken.Enqueue($"a result of {probe}, '{entry.Description}', was {age} old");
                }
            }
        }

        // Every other probe has none: its results must be of a run that had not ended.
        static TimeSpan MaxAgeOf(int probe) => probe % 2 == 0 ? MaxAge : TimeSpan.Zero;
    }
}
