using System.Text;
using Etcdserverpb;
using Microsoft.AspNetCore.Http;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Etcd.Tests;

/// <summary>Answers that the etcd at hand does not give, or not at will.</summary>
public sealed class EtcdFailureTests
{
    private const int PermissionDenied = 7;
    private const int FailedPrecondition = 9;
    private const int Unimplemented = 12;
    private const int Unauthenticated = 16;

    [Theory]
    [InlineData(1, "protocol error")]
    [InlineData(2, "unexpected response")]
    [InlineData(3, "authentication failed")]
    [InlineData(4, "timed out")]
    [InlineData(5, "not found")]
    [InlineData(PermissionDenied, "access denied")]
    [InlineData(8, "unavailable")]
    [InlineData(FailedPrecondition, "authentication failed")]
    [InlineData(10, "unavailable")]
    [InlineData(11, "unexpected response")]
    [InlineData(Unimplemented, "protocol error")]
    [InlineData(13, "protocol error")]
    [InlineData(14, "unavailable")]
    [InlineData(15, "unavailable")]
    [InlineData(Unauthenticated, "authentication failed")]
    [InlineData(99, "unexpected response")]
    public async Task Check_RefusedRead_NamesTheReason(int status, string reason)
    {
        await using FakeEtcd server = await FakeEtcd.StartAsync(method => method == "Range" ? status : 0);

        (await EtcdTestExtensions.ReasonAsync(server.Url)).Should().Be($"probe check failed: Unable to contact server: {reason}");
    }

    [Theory]
    [InlineData(PermissionDenied, 0)]
    [InlineData(Unimplemented, 0)]
    [InlineData(PermissionDenied, PermissionDenied)]
    [InlineData(Unimplemented, Unimplemented)]
    public async Task Check_StatusIsForOthersOrMissing_GoesByTheReadAndTheAlarms(int status, int alarm)
    {
        await using FakeEtcd server = await FakeEtcd.StartAsync(method => method switch { "Status" => status, "Alarm" => alarm, _ => 0 });

        (await EtcdTestExtensions.ReasonAsync(server.Url)).Should().BeNull();
    }

    [Fact]
    public async Task Check_StatusIsForOthersAndAnAlarmIsRaised_IsUnavailable()
    {
        await using FakeEtcd server = await FakeEtcd.StartAsync(context => context.Request.Path.Value!.Split('/')[^1] switch
        {
            "Status" => FakeEtcd.AnswerAsync(context, PermissionDenied, new StatusResponse()),
            "Alarm" => FakeEtcd.AnswerAsync(context, 0, new AlarmResponse { Alarms = { new AlarmMember { Alarm = AlarmType.Nospace } } }),
            _ => FakeEtcd.AnswerAsync(context, 0, new RangeResponse()),
        });

        (await EtcdTestExtensions.ReasonAsync(server.Url)).Should().Be("probe check failed: Unable to contact server: unavailable");
    }

    [Fact]
    public async Task Check_StatusFails_IsUnhealthy()
    {
        await using FakeEtcd server = await FakeEtcd.StartAsync(method => method == "Status" ? 14 : 0);

        (await EtcdTestExtensions.ReasonAsync(server.Url)).Should().Be("probe check failed: Unable to contact server: unavailable");
    }

    [Fact]
    public async Task Check_TokenRefusedEachTime_LogsInOnceMoreAndGivesUp()
    {
        int logins = 0;
        bool refuses = false;
        await using FakeEtcd server = await FakeEtcd.StartAsync(method =>
        {
            logins += method == "Authenticate" ? 1 : 0;
            return method == "Range" && refuses ? Unauthenticated : 0;
        });
        await using ProbeHost host = EtcdTestExtensions.Host(server.Url.Replace("://", "://user:pw@", StringComparison.Ordinal));
        (await host.ReasonAsync()).Should().BeNull();

        refuses = true;

        (await host.ReasonAsync()).Should().Be("probe check failed: Unable to contact server: authentication failed");
        logins.Should().Be(2);
    }

    [Theory]
    [InlineData(200, "protocol error")]
    [InlineData(302, "unexpected response")]
    [InlineData(404, "protocol error")]
    [InlineData(500, "unexpected response")]
    [InlineData(503, "unavailable")]
    public async Task Check_NotGrpc_NamesTheReason(int statusCode, string reason)
    {
        await using FakeEtcd server = await FakeEtcd.StartAsync(async context =>
        {
            context.Response.StatusCode = statusCode;
            context.Response.Headers.Location = "/";
            await context.Response.WriteAsync("<html>");
        });

        (await EtcdTestExtensions.ReasonAsync(server.Url)).Should().Be($"probe check failed: Unable to contact server: {reason}");
    }

    [Fact]
    public async Task Check_HangsUpAfterTheRead_IsUnavailable()
    {
        Relay? relay = null;
        await using FakeEtcd server = await FakeEtcd.StartAsync(method =>
        {
            if (method == "Status")
            {
                relay!.Break();
            }

            return 0;
        });
        await using (relay = new Relay(new Uri(server.Url).Port))
        {
            (await EtcdTestExtensions.ReasonAsync($"http://127.0.0.1:{relay.Port}")).Should().Be("probe check failed: Unable to contact server: unavailable");
        }
    }

    [Theory]
    [InlineData("http", "HTTP/1.1 400 Bad Request\r\n\r\n", "protocol error")]
    [InlineData("http", "", "protocol error")]
    [InlineData("https", "", "tls handshake failed")]
    public async Task Check_NotHttp2_NamesTheReason(string scheme, string answer, string reason)
    {
        await using var server = new AnsweringServer(Encoding.ASCII.GetBytes(answer));

        (await EtcdTestExtensions.ReasonAsync($"{scheme}://127.0.0.1:{server.Port}")).Should().Be($"probe check failed: Unable to contact server: {reason}");
    }
}
