using System.Net;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.AspNetCore.Tests.LoadBalancers;

/// <summary>The configurations of docs/load-balancers.md on real load balancers, before two replicas.</summary>
[Trait("Servers", "Own")]
public sealed class LoadBalancerTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly HttpClient _client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
    private Replica[] _replicas = [];

    public async ValueTask InitializeAsync() => _replicas = [await Replica.StartAsync("one"), await Replica.StartAsync("two")];

    [Theory]
    [InlineData(0, "OPTIONS /_health/ready HTTP/1.0")]
    [InlineData(1, "GET /_health/ready HTTP/1.1 orders.example.com")]
    public async Task HaProxy_ReplicaUnhealthy_GetsNoTrafficUntilItIsHealthy(int configuration, string check)
    {
        await using var proxy = new HaProxyServer(port => LoadBalancerPage.HaProxy[configuration].For(port, _replicas));
        await proxy.StartAsync();

        await UntilAsync(proxy, "one two");
        _replicas[1].IsHealthy = false;
        await UntilAsync(proxy, "one");
        _replicas[0].IsHealthy = false;
        await UntilAsync(proxy, "503");
        _replicas[1].IsHealthy = true;
        await UntilAsync(proxy, "two");

        _replicas.SelectMany(replica => replica.Checks).Distinct().Should().Equal(check);
    }

    [Fact]
    public async Task Nginx_ReplicaUnhealthy_IsHealthyAsLongAsOneIs()
    {
        await using var proxy = new NginxServer(port => LoadBalancerPage.Nginx.For(port, _replicas));
        await proxy.StartAsync();
        var ready = new Uri($"http://127.0.0.1:{proxy.Port}/_health/ready");

        _replicas[1].IsHealthy = false;
        for (int poll = 0; poll < 6; poll++)
        {
            (await _client.GetAsync(ready)).StatusCode.Should().Be(HttpStatusCode.OK);
        }

        var answers = new List<string>();
        for (int request = 0; request < 20; request++)
        {
            _ = await _client.GetAsync(ready);
            _ = await _client.GetAsync(ready);
            answers.Add(await _client.GetStringAsync(new Uri(ready, "/")));
        }

        // The other half, if nginx learned nothing.
        answers.Count(answer => answer == "two").Should().BeLessThan(5);

        _replicas[0].IsHealthy = false;
        (await _client.GetAsync(ready)).StatusCode.Should().BeOneOf(HttpStatusCode.ServiceUnavailable, HttpStatusCode.BadGateway);
        (await _client.GetAsync(new Uri(ready, "/_health"))).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await _client.GetAsync(new Uri(ready, "/_health/probes/p"))).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (Replica replica in _replicas)
        {
            await replica.DisposeAsync();
        }
    }

    /// <summary>Asks until six requests in a row are answered by these, and by all of them.</summary>
    private async Task UntilAsync(LocalServer proxy, string answers)
    {
        using var limit = new CancellationTokenSource(Limit);
        string seen = "";
        while (seen != answers)
        {
            limit.Token.IsCancellationRequested.Should().BeFalse("{0} are to answer, and {1} did last", answers, seen);
            var names = new SortedSet<string>();
            for (int request = 0; request < 6; request++)
            {
                using HttpResponseMessage response = await _client.GetAsync($"http://127.0.0.1:{proxy.Port}/", limit.Token);
                names.Add(response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(limit.Token) : $"{(int)response.StatusCode}");
            }

            seen = string.Join(' ', names);
        }
    }
}
