using System.Text;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>What a server says that is none, or that cannot serve.</summary>
public sealed class RedisFailureTests
{
    private const string NoHello = "-ERR unknown command `HELLO`, with args beginning with: `3`, \r\n";

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n<html></html>", "protocol error")]
    [InlineData("220 smtp.example ESMTP\r\n", "protocol error")]
    [InlineData(NoHello + "+HI\r\n", "protocol error")]
    [InlineData(NoHello + "-LOADING Redis is loading the dataset in memory\r\n", "unavailable")]
    [InlineData(NoHello + "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.\r\n", "unavailable")]
    [InlineData(NoHello + "-MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.\r\n", "unavailable")]
    [InlineData(NoHello + "-NOPERM this user has no permissions to run the 'ping' command\r\n", "access denied")]
    [InlineData(NoHello + "-NOAUTH Authentication required.\r\n", "authentication failed")]
    [InlineData(NoHello + "-ERR something else\r\n", "unexpected response")]
    [InlineData("-DENIED Redis is running in protected mode because protected mode is enabled\r\n", "unavailable")]
    [InlineData("", "unavailable")]
    [InlineData("+PO", "unavailable")]
    public async Task Check_ServerAnswers_NamesTheReason(string answer, string reason)
    {
        await using var server = new AnsweringServer(Encoding.ASCII.GetBytes(answer));

        (await PatientHost.ReasonAsync($"redis://127.0.0.1:{server.Port}")).Should().Be(PatientHost.Unable(reason));
    }

    // One octet longer than a name can be, which every resolver knows without asking.
    [Fact]
    public async Task Check_HostDoesNotResolve_IsHostNotFound()
    {
        string host = string.Join('.', new string('a', 63), new string('a', 63), new string('a', 63), new string('a', 62));

        (await PatientHost.ReasonAsync($"redis://{host}")).Should().Be(PatientHost.Unable("host not found"));
    }
}
