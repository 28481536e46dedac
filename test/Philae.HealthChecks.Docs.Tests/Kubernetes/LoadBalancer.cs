using System.Collections.Concurrent;
using System.Net;

namespace Philae.HealthChecks.Docs.Tests.Kubernetes;

/// <summary>The Service: sends each request to one pod that is ready, and never tries a second one.</summary>
internal sealed class LoadBalancer(params Kubelet[] pods) : IDisposable
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(1) };
    private readonly ConcurrentDictionary<Pod, int> _sent = new();
    private int _turn;

    /// <summary>What was not answered with 200.</summary>
    public ConcurrentQueue<string> Lost { get; } = new();

    public int SentTo(Kubelet pod) => _sent.GetValueOrDefault(pod.Pod);

    /// <summary>False: the request was lost.</summary>
    public async Task<bool> SendAsync()
    {
        Pod[] ready = [.. pods.Where(pod => pod.IsReady).Select(pod => pod.Pod)];
        if (ready.Length == 0)
        {
            Lost.Enqueue("no pod is ready");
            return false;
        }

        int turn = Interlocked.Increment(ref _turn);
        Pod chosen = ready[turn % ready.Length];
        _sent.AddOrUpdate(chosen, 1, static (_, sent) => sent + 1);
        try
        {
            // Half of the clients keep their connections, which the pod ends when it stops, and half connect anew.
            using var request = new HttpRequestMessage(HttpMethod.Get, chosen.Address("http", "/")) { Headers = { ConnectionClose = turn % 4 < 2 } };
            using HttpResponseMessage response = await _client.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return true;
            }

            Lost.Enqueue($"{response.StatusCode}");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            Lost.Enqueue(error.ToString());
        }

        return false;
    }

    /// <summary>Four clients, some fifty requests a second each, until they are told to stop.</summary>
    public Task LoadAsync(CancellationToken cancellationToken) => Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!cancellationToken.IsCancellationRequested)
        {
            await SendAsync();
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }));

    public void Dispose() => _client.Dispose();
}
