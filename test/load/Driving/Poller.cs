namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>So many requests over so many connections that stay open: where the number matters and not the speed.</summary>
internal sealed class Poller(string url, int connections) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan });

    /// <returns>How many requests that was.</returns>
    public async Task<int> PollAsync(int requestsPerConnection)
    {
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => OneAsync(requestsPerConnection)));
        return connections * requestsPerConnection;
    }

    public void Dispose() => _client.Dispose();

    private async Task OneAsync(int requests)
    {
        for (int i = 0; i < requests; i++)
        {
            using HttpResponseMessage response = await _client.GetAsync(url);
            response.EnsureSuccessStatusCode();
            await response.Content.CopyToAsync(Stream.Null);
        }
    }
}
