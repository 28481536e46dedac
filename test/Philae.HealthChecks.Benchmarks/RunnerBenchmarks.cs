using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Benchmarks;

/// <summary>One probe through the prober: a run of its own, a result that is fresh, a run that others are in; and Microsoft's engine.</summary>
[MemoryDiagnoser]
public class RunnerBenchmarks : IDisposable
{
    private const int Callers = 64;
    private readonly ServiceProvider _fresh = Services(health => health.AddPhilaeProbe(new TrivialCheck("probe")));
    private readonly ServiceProvider _hit = Services(health => health.AddPhilaeProbe(new TrivialCheck("probe"), configure: static probe => probe.MaxAge = TimeSpan.FromDays(1)));
    private readonly ServiceProvider _join;
    private readonly ServiceProvider _engine = Services(health => health.AddCheck("check", new TrivialCheck("check")));
    private readonly Task<HealthReport>[] _callers = new Task<HealthReport>[Callers];
    private TaskCompletionSource _gate = new();

    public RunnerBenchmarks() => _join = Services(health => health.AddPhilaeProbe("probe", _ => _gate.Task));

    [Benchmark]
    public Task<HealthReport> Fresh() => Prober(_fresh).CheckAsync();

    [Benchmark]
    public Task<HealthReport> Hit() => Prober(_hit).CheckAsync();

    /// <summary>Per caller: all are there before the one run ends.</summary>
    [Benchmark(OperationsPerInvoke = Callers)]
    public Task Join()
    {
        PhilaeProber prober = Prober(_join);
        _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (int i = 0; i < Callers; i++)
        {
            _callers[i] = prober.CheckAsync();
        }

        _gate.SetResult();
        return Task.WhenAll(_callers);
    }

    [Benchmark(Baseline = true)]
    public Task<HealthReport> MicrosoftEngine() => _engine.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _fresh.Dispose();
        _hit.Dispose();
        _join.Dispose();
        _engine.Dispose();
    }

    private static PhilaeProber Prober(ServiceProvider services) => services.GetRequiredService<PhilaeProber>();

    private static ServiceProvider Services(Action<IHealthChecksBuilder> add)
    {
        var services = new ServiceCollection();
        add(services.AddLogging().AddHealthChecks());
        return services.BuildServiceProvider();
    }
}
