using k8s.Models;

namespace Philae.HealthChecks.Docs.Tests.Kubernetes;

/// <summary>Does with a pod what a kubelet does, by the Deployment's probes; readiness and liveness it asks thirty times as often.</summary>
internal sealed class Kubelet : IAsyncDisposable
{
    private const int Haste = 30;

    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _terminating = new();
    private readonly Task _running;
    private volatile bool _isReady;
    private volatile int _restarts;

    public Kubelet(Pod pod, V1Container container)
    {
        Pod = pod;
        Startup = new(container.StartupProbe, pod);
        Readiness = new(container.ReadinessProbe, pod);
        Liveness = new(container.LivenessProbe, pod);
        _running = RunAsync();
    }

    public Pod Pod { get; }

    public KubeletProbe Startup { get; }

    public KubeletProbe Readiness { get; }

    public KubeletProbe Liveness { get; }

    public bool IsReady => _isReady;

    /// <summary>How often it would have restarted the container.</summary>
    public int Restarts => _restarts;

    /// <summary>Sends SIGTERM. Readiness is asked to the end, liveness no more.</summary>
    public async Task<int> TerminateAsync(TimeSpan gracePeriod)
    {
        await _terminating.CancelAsync();
        return await Pod.StopAsync().WaitAsync(gracePeriod);
    }

    public async ValueTask DisposeAsync()
    {
        await _terminating.CancelAsync();
        await _end.CancelAsync();
        await _running;
        _terminating.Dispose();
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        bool isStarted = false;
        await AskAsync(Startup, Startup.Period, Start, _terminating.Token);
        if (isStarted)
        {
            await Task.WhenAll(
                AskAsync(Readiness, Readiness.Period / Haste, Serve, _end.Token),
                AskAsync(Liveness, Liveness.Period / Haste, Live, _terminating.Token));
        }

        // Each says whether to go on asking.
        bool Start(bool verdict)
        {
            isStarted = verdict;
            return !isStarted && Live(verdict);
        }

        bool Serve(bool verdict)
        {
            _isReady = verdict;
            return true;
        }

        bool Live(bool verdict)
        {
            _restarts += verdict ? 0 : 1;
            return true;
        }
    }

    private static async Task AskAsync(KubeletProbe probe, TimeSpan period, Func<bool, bool> goesOn, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(period);
        try
        {
            do
            {
                bool? verdict = await probe.AskAsync();
                if (!cancellationToken.IsCancellationRequested && verdict is { } known && !goesOn(known))
                {
                    return;
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }
}
