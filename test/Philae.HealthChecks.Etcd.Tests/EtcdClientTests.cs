using dotnet_etcd;
using dotnet_etcd.interfaces;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Etcd.Tests;

/// <summary>The probe over the application's own client.</summary>
[Trait("Servers", "Own")]
public sealed class EtcdClientTests(EtcdServers servers)
{
    private const string Refused = "probe check failed: Unable to contact server: connection refused";

    [Fact]
    public async Task Check_ApplicationsClient_IsHealthyAndLeavesItAlone()
    {
        using EtcdClient client = Client(servers.Own.Port, "probe", ProbeConformance.Secret);
        ProbeHost host = Host(client);
        (await host.ReasonAsync()).Should().BeNull();
        (await host.ReasonAsync()).Should().BeNull();

        await host.DisposeAsync();

        (await client.GetAsync("philae")).Count.Should().Be(0);
    }

    [Fact]
    public async Task Check_ApplicationsClientWithAWrongPassword_IsAuthenticationFailed()
    {
        using EtcdClient client = Client(servers.Own.Port, "probe", "wrong");
        await using ProbeHost host = Host(client);

        (await host.ReasonAsync()).Should().Be("probe check failed: Unable to contact server: authentication failed");
    }

    [Fact]
    public async Task Check_AnotherKey_IsTheOptions()
    {
        using EtcdClient client = Client(servers.Own.Port, "probe", ProbeConformance.Secret);
        await using var host = new ProbeHost(builder => builder.AddPhilaeEtcd(_ => client, configure: options => options.Key = "other"));

        (await host.ReasonAsync()).Should().Be("probe check failed: Unable to contact server: access denied");
    }

    [Fact]
    public async Task Check_Alarm_IsUnavailable()
    {
        await using var server = new EtcdServer();
        await server.StartAsync();
        await server.AskAsync("/v3/maintenance/alarm", new { action = "ACTIVATE", alarm = "NOSPACE" });
        using EtcdClient client = Client(server.Port);
        await using ProbeHost host = Host(client);

        (await host.ReasonAsync()).Should().Be("probe check failed: Unable to contact server: unavailable");
    }

    [Fact]
    public async Task Check_ApplicationsClientRetries_IsUnhealthyAtTheDeadlineAtTheLatest()
    {
        using EtcdClient client = Client(FreePort.Next());
        await using ProbeHost host = Host(client);

        (await host.ReasonAsync()).Should().BeOneOf(Refused, "probe check failed: prober: context deadline exceeded");
    }

    [Fact]
    public async Task Check_ApplicationsClientWithoutRetries_IsConnectionRefused()
    {
        using var client = new EtcdClient($"http://127.0.0.1:{FreePort.Next()}", configureChannelOptions: options =>
        {
            options.Credentials = ChannelCredentials.Insecure;
            options.ServiceConfig!.MethodConfigs.Clear();
        });
        await using ProbeHost host = Host(client);

        (await host.ReasonAsync()).Should().Be(Refused);
    }

    [Fact]
    public async Task Check_ApplicationsClientIsMissing_IsNotConfigured()
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeEtcd(services => services.GetRequiredService<IEtcdClient>()));

        (await host.ReasonAsync()).Should().Be("probe check failed: not configured");
    }

    private static EtcdClient Client(int port, string? user = null, string? password = null)
    {
        var client = new EtcdClient($"http://127.0.0.1:{port}", configureChannelOptions: options => options.Credentials = ChannelCredentials.Insecure);
        if (user is not null)
        {
            client.SetCredentials(user, password);
        }

        return client;
    }

    private static ProbeHost Host(EtcdClient client) => new(builder =>
    {
        builder.Services.AddSingleton<IEtcdClient>(client);
        builder.AddPhilaeEtcd(services => services.GetRequiredService<IEtcdClient>());
    });
}
