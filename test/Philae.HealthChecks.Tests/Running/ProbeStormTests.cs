using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Running;

/// <summary>Real threads and the real clock: what must be true whatever comes together.</summary>
[Collection(Leaks.Alone)]
public sealed class ProbeStormTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10); // these machines are noisy, and a hang is far longer
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(50);

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
                RandomCheck check = probes[probe] = new RandomCheck(probe, broken);
                builder.AddPhilaeProbe($"{probe}", check.CheckAsync, configure: options => options.MaxAge = probe % 2 == 0 ? MaxAge : null);
            }
        });
        long start = TimeProvider.System.GetTimestamp();

        int reports = 0;
        int left = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            var own = new Random(caller);
            while (TimeProvider.System.GetElapsedTime(start) < length)
            {
                using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(own.Next(2) == 0 ? own.Next(1, 100) : 60_000));
                long asked = TimeProvider.System.GetTimestamp();
                try
                {
                    PhilaeAnswer answer = await host.Prober.AnswerAsync(null, [], leaving.Token);
                    Interlocked.Increment(ref reports);
                    if (answer.Report.Entries.Count != probes.Length)
                    {
                        broken.Enqueue("an entry is missing");
                    }
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
        probes.Should().OnlyContain(static probe => probe.Runs > 10);
        host.Log.Entries.Should().OnlyContain(static entry => entry.Level <= LogLevel.Debug || entry.Text.StartsWith("Probe '", StringComparison.Ordinal));
    }

    /// <summary>Ends at once or late, well or not, heeds its token or does not, and looks whether it is alone.</summary>
    private sealed class RandomCheck(int seed, ConcurrentQueue<string> broken)
    {
        private readonly Random _random = new(seed);
        private int _running;

        public int Runs { get; private set; }

        public async Task CheckAsync(CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _running) != 1)
            {
                broken.Enqueue("two runs of one probe");
            }

            Runs++;
            (int kind, int milliseconds) = (_random.Next(8), _random.Next(30));
            try
            {
                switch (kind)
                {
                    case 0:
                        throw new ProbeException("at once");
                    case 1:
                        await Task.Delay(milliseconds, cancellationToken);
                        throw new InvalidOperationException("later");
                    case 2:
                        await Task.Delay(Deadline + Deadline, cancellationToken);
                        break;
                    case 3:
                        await Task.Delay(Deadline + TimeSpan.FromMilliseconds(milliseconds), CancellationToken.None);
                        break;
                    case 4:
                        new ManualResetEventSlim().Wait(milliseconds, CancellationToken.None);
                        break;
                    case 5:
                        await Task.Delay(milliseconds, cancellationToken);
                        break;
                    default:
                        break;
                }
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        }
    }
}
