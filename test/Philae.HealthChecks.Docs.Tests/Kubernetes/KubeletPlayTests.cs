using System.Diagnostics;
using System.Net;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Docs.Tests.Kubernetes;

/// <summary>The sample under a kubelet that does what its Deployment says.</summary>
[Trait("Servers", "Own")]
public sealed class KubeletPlayTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Pod_SlowStartAndRedisLostAndBack_IsReadyOrNotAndNeverRestarted()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var pod = new Pod($"127.0.0.1:{redis.Port}", warmUp: TimeSpan.FromSeconds(5));
        await pod.StartAsync();
        await using var kubelet = new Kubelet(pod, Manifests.Container);
        using var balancer = new LoadBalancer(kubelet);

        await UntilAsync(() => kubelet.Startup.Failed > 0);
        await UntilAsync(async () => (await TextAsync(pod, "/_health/startup")).Contains("still warming up", StringComparison.Ordinal));
        (kubelet.Readiness.Asked, kubelet.Liveness.Asked).Should().Be((0, 0));
        await UntilAsync(() => kubelet.IsReady);
        (await balancer.SendAsync()).Should().BeTrue();

        await redis.KillAsync();
        await UntilAsync(() => !kubelet.IsReady);
        (await TextAsync(pod, "/_health/ready")).Should().Contain("unable to contact Redis host");
        (await pod.GetAsync("http", "/")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        int sent = balancer.SentTo(kubelet);
        (await balancer.SendAsync()).Should().BeFalse();
        balancer.SentTo(kubelet).Should().Be(sent);
        long asked = kubelet.Liveness.Asked;
        await UntilAsync(() => kubelet.Liveness.Asked > asked + (3 * kubelet.Liveness.FailureThreshold));
        kubelet.IsReady.Should().BeFalse();

        await redis.StartAsync();
        await UntilAsync(() => kubelet.IsReady);
        (await balancer.SendAsync()).Should().BeTrue();
        (kubelet.Restarts, kubelet.Liveness.Failed).Should().Be((0, 0));
        (await kubelet.TerminateAsync(Manifests.GracePeriod)).Should().Be(0);
    }

    [Fact]
    public async Task Pod_TerminatedUnderLoad_LosesNoRequest()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var pod = new Pod($"127.0.0.1:{redis.Port}", warmUp: TimeSpan.Zero);
        await using var otherPod = new Pod($"127.0.0.1:{redis.Port}", warmUp: TimeSpan.Zero);
        await Task.WhenAll(pod.StartAsync(), otherPod.StartAsync());
        await using var kubelet = new Kubelet(pod, Manifests.Container);
        await using var other = new Kubelet(otherPod, Manifests.Container);
        await UntilAsync(() => kubelet.IsReady && other.IsReady);
        using var balancer = new LoadBalancer(kubelet, other);
        using var enough = new CancellationTokenSource();
        Task load = balancer.LoadAsync(enough.Token);
        await UntilAsync(() => balancer.SentTo(kubelet) > 20 && balancer.SentTo(other) > 20);

        Task<int> terminated = kubelet.TerminateAsync(Manifests.GracePeriod);
        await UntilAsync(() => !kubelet.IsReady);

        using HttpResponseMessage late = await pod.GetAsync("http", "/");
        (late.StatusCode, late.Headers.ConnectionClose).Should().Be((HttpStatusCode.OK, true));
        (await pod.GetAsync("management", "/_health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await TextAsync(pod, "/_health/ready")).Should().Contain("shutting down");
        int served = balancer.SentTo(other);
        (await terminated).Should().Be(0);
        await UntilAsync(() => balancer.SentTo(other) > served + 20);
        await enough.CancelAsync();
        await load;
        balancer.Lost.Should().BeEmpty();
        (kubelet.Restarts, other.Restarts, other.IsReady).Should().Be((0, 0, true));
    }

    [Fact]
    public async Task Pod_Ports_ServeEachItsOwn()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var pod = new Pod($"127.0.0.1:{redis.Port}", warmUp: TimeSpan.Zero);
        await pod.StartAsync();
        IDictionary<string, string> scrape = Manifests.Deployment.Spec.Template.Metadata.Annotations;

        foreach (string path in (string[])["/_health", "/_health/live", "/_health/ready", "/_health/startup", scrape["prometheus.io/path"]])
        {
            (await pod.GetAsync("http", path)).StatusCode.Should().Be(HttpStatusCode.NotFound, path);
            (await pod.GetAsync("management", path)).StatusCode.Should().Be(HttpStatusCode.OK, path);
        }

        using HttpResponseMessage metrics = await pod.GetAsync(scrape["prometheus.io/port"], scrape["prometheus.io/path"]);
        string series = await metrics.Content.ReadAsStringAsync();
        series.Should().Contain("http_server_request_duration_seconds_count")
            .And.MatchRegex("philae_probe_status{[^}]*philae_probe_name=\"redis\"[^}]*} 1\n")
            .And.MatchRegex("philae_probe_duration_seconds_count{[^}]*philae_probe_name=\"redis\"");
    }

    private static async Task<string> TextAsync(Pod pod, string path)
    {
        using HttpResponseMessage response = await pod.GetAsync("management", path);
        return await response.Content.ReadAsStringAsync();
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Stopwatch.GetElapsedTime(start).Should().BeLessThan(Limit);
            await Task.Delay(20);
        }
    }
}
