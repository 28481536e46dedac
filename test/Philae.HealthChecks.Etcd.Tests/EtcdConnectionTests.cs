using Etcdserverpb;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Etcd.Tests;

/// <summary>Which connections a probe has.</summary>
[Trait("Servers", "Own")]
public sealed class EtcdConnectionTests(EtcdServers servers)
{
    [Fact]
    public async Task Check_ManyTimes_KeepsOneConnection()
    {
        await using var relay = new Relay(servers.Own.Port);
        await using ProbeHost host = EtcdTestExtensions.Host(Url(relay));

        for (int i = 0; i < 20; i++)
        {
            (await host.ReasonAsync()).Should().BeNull();
        }

        relay.Accepted.Should().Be(1);
        relay.HungUp.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Check_SeveralMembers_ConnectsToTheFirstThatAnswers()
    {
        await using var first = new Relay(servers.Own.Port);
        await using var second = new Relay(servers.Own.Port);
        await using ProbeHost host = EtcdTestExtensions.Host($"{Url(first)},{Url(second)}");

        for (int i = 0; i < 5; i++)
        {
            (await host.ReasonAsync()).Should().BeNull();
        }

        (first.Accepted, second.Accepted).Should().Be((1, 0));
    }

    [Fact]
    public async Task Check_ConnectionBroken_IsHealthyOverANewOne()
    {
        await using var relay = new Relay(servers.Own.Port);
        await using ProbeHost host = EtcdTestExtensions.Host(Url(relay));
        (await host.ReasonAsync()).Should().BeNull();

        relay.Break();

        await Eventually.BeAsync(host.ReasonAsync, null);
        relay.Accepted.Should().Be(2);
    }

    [Fact]
    public async Task Dispose_Host_ClosesTheConnection()
    {
        await using var relay = new Relay(servers.Own.Port);
        ProbeHost host = EtcdTestExtensions.Host(Url(relay));
        (await host.ReasonAsync()).Should().BeNull();

        await host.DisposeAsync();

        await relay.HungUp;
    }

    [Fact]
    public async Task Check_Twice_SendsOneLoginAndTwoReadsThatAreLinearizableAndCarryNoValue()
    {
        var sent = new List<string>();
        await using FakeEtcd server = await FakeEtcd.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            string method = context.Request.Path.Value!.Split('/')[^1];
            string headers = $"{context.Request.Headers["token"]} {context.Request.Headers["hasleader"]}";
            sent.Add(method == "Range" ? $"{RangeRequest.Parser.ParseFrom(body.ToArray()[5..])} {headers}" : method);
            await FakeEtcd.AnswerAsync(context, 0, new AuthenticateResponse { Token = method == "Authenticate" ? "t0ken" : "" });
        });
        await using ProbeHost host = EtcdTestExtensions.Host(server.Url.Replace("://", "://user:pw@", StringComparison.Ordinal));

        (await host.ReasonAsync()).Should().BeNull();
        (await host.ReasonAsync()).Should().BeNull();

        const string read = """{ "key": "cGhpbGFl", "countOnly": true } t0ken true""";
        sent.Should().Equal("Authenticate", read, "Status", read, "Status");
    }

    private static string Url(Relay relay) => $"http://probe:{ProbeConformance.Secret}@127.0.0.1:{relay.Port}";
}
