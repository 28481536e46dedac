using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Etcd.Tests;

internal static class EtcdTestExtensions
{
    /// <summary>A server's URL, for the user of the tests.</summary>
    public static string Url(this EtcdServer server, string user = "probe", string password = ProbeConformance.Secret) =>
        $"http://{user}:{password}@127.0.0.1:{server.Port}";

    /// <summary>The URLs of servers where nobody logs in.</summary>
    public static string Urls(this IEnumerable<EtcdServer> servers) =>
        string.Join(',', servers.Select(server => $"http://127.0.0.1:{server.Port}"));

    public static ProbeHost Host(string target, Action<EtcdProbeOptions>? configure = null) =>
        new(builder => builder.AddPhilaeEtcd(target, configure: configure));

    /// <summary>What a check publishes, in one line; null when healthy.</summary>
    public static async Task<string?> ReasonAsync(this ProbeHost host) => ProbeHost.Reason(await host.Prober.CheckAsync());

    /// <summary>What one check of a probe of its own publishes.</summary>
    public static async Task<string?> ReasonAsync(string target, Action<EtcdProbeOptions>? configure = null)
    {
        await using ProbeHost host = Host(target, configure);
        return await host.ReasonAsync();
    }
}
