using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Misbehaving;

namespace Philae.HealthChecks.Tests.Misbehaving;

/// <summary>A check that misbehaves, beside a healthy one, in every form of the report: there is an answer, it is not better than the truth, and the next request checks afresh.</summary>
internal static class MisbehavingCheck
{
    public const string Probe = "probe";
    public const string Guarded = "guarded";
    public const string Unguarded = "unguarded";
    private static readonly string[] HeardKinds = ["metric", "span", "change"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task AssertProberAnswersAsync(string kind, string place)
    {
        string name = $"bad {Guid.NewGuid():N}";
        var misbehaviour = Misbehaviours.All[kind];
        var gate = new Gate();
        int runs = 0;
        using var listening = new Listening(name);
        await using (ProbeHost host = Host(place, name, misbehaviour, gate, () => Interlocked.Increment(ref runs), listening))
        {
            HealthReport report = await OnItsOwnThread(() => host.Prober.CheckAsync()).WaitAsync(Patience);

            report.Entries["good"].Status.Should().Be(HealthStatus.Healthy);
            HealthStatus expected = report.Entries[name].Status;
            ((int)expected).Should().BeLessThanOrEqualTo((int)misbehaviour.Expected);
            if (place != Unguarded && !(place == Probe && misbehaviour.Expected == HealthStatus.Degraded))
            {
                expected.Should().Be(misbehaviour.Expected);
            }

            AssertForms(report, name, expected);
            if (place != Unguarded)
            {
                await AssertHeardAsync(listening);
            }

            await AssertChecksAfreshAsync(host, misbehaviour, place, () => Volatile.Read(ref runs));
            gate.Open();
        }
    }

    public static async Task AssertEngineAnswersAsync(string kind, string place)
    {
        string name = $"bad {Guid.NewGuid():N}";
        var misbehaviour = Misbehaviours.All[kind];
        var gate = new Gate();
        using var listening = new Listening(name);
        await using ProbeHost host = Host(place, name, misbehaviour, gate, static () => 0, listening);

        HealthReport report = await OnItsOwnThread(() => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).WaitAsync(Patience);

        report.Entries["good"].Status.Should().Be(HealthStatus.Healthy);
        ((int)report.Entries[name].Status).Should().BeLessThanOrEqualTo((int)misbehaviour.Expected);
        AssertForms(report, name, report.Entries[name].Status);
        gate.Open();
    }

    private static ProbeHost Host(string place, string name, Misbehaviour misbehaviour, Gate gate, Func<int> begins, Listening listening)
    {
        TimeSpan timeout = misbehaviour.Ends ? TimeSpan.FromMinutes(1) : TimeSpan.FromMilliseconds(200);
        return new ProbeHost(builder =>
        {
            // Those that nobody guards have the report's deadline only.
            builder.Services.Configure<PhilaeOptions>(options => options.Deadline = place == Unguarded ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(1));
            builder.Services.AddSingleton<IProbeObserver>(listening);
            builder.AddPhilaeProbe("good", static _ => Task.CompletedTask);
            if (place == Probe)
            {
                builder.AddPhilaeProbe(name, token => AsProbe(Begin(token)), timeout: timeout);
            }
            else
            {
                builder.Add(new HealthCheckRegistration(name, _ => new Check(Begin), null, null, timeout));
            }

            if (place == Guarded)
            {
                builder.AddPhilaeGuardsForOtherChecks();
            }
        });

        Task<HealthCheckResult> Begin(CancellationToken token)
        {
            begins();
            return misbehaviour.Check(gate, token);
        }
    }

    // A probe has no result but what it throws.
    private static async Task AsProbe(Task<HealthCheckResult> check)
    {
        HealthCheckResult result = await check;
        if (result.Status != HealthStatus.Healthy)
        {
            throw result.Exception ?? new ProbeException(result.Description ?? "down");
        }
    }

    private static Task<T> OnItsOwnThread<T>(Func<Task<T>> ask) => Task.Factory.StartNew(ask, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private static void AssertForms(HealthReport report, string name, HealthStatus expected)
    {
        foreach (ErrorFormat format in Enum.GetValues<ErrorFormat>())
        {
            foreach (ReportDetail detail in Enum.GetValues<ReportDetail>())
            {
                string json = ProbeHost.Json(report, options => (options.ErrorFormat, options.Detail) = (format, detail));
                using (JsonDocument.Parse(json))
                {
                    PhilaeReport read = PhilaeReport.Read(Encoding.UTF8.GetBytes(json));
                    read.Healthy.Should().Be(expected is HealthStatus.Healthy or HealthStatus.Degraded);
                    read.Probes.Single(probe => probe.Name == name).Healthy.Should().Be(read.Healthy);
                    json.Length.Should().BeLessThan(500_000);
                }
            }
        }
    }

    private static Task AssertHeardAsync(Listening listening) =>
        Eventually.TrueAsync(() => HeardKinds.All(kind => listening.RecordedAt.Any(heard => heard.Kind == kind)) && listening.RecordedAt.All(static heard => heard.Text.Length < 300_000));

    private static async Task AssertChecksAfreshAsync(ProbeHost host, Misbehaviour misbehaviour, string place, Func<int> runs)
    {
        if (misbehaviour.Ends && place != Unguarded)
        {
            await Eventually.TrueAsync(async () =>
            {
                await host.Prober.CheckAsync().WaitAsync(Patience);
                return runs() >= 2;
            });
        }
        else
        {
            (await OnItsOwnThread(() => host.Prober.CheckAsync()).WaitAsync(Patience)).Entries["good"].Status.Should().Be(HealthStatus.Healthy);
            if (place != Unguarded)
            {
                runs().Should().Be(1);
            }
        }
    }

    private sealed class Check(Func<CancellationToken, Task<HealthCheckResult>> check) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => check(cancellationToken);
    }
}
