using System.Text;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.PostgreSql.Tests;

public sealed class PostgreSqlFailureTests
{
    private const string Message = "probe check failed: unable to contact PostgreSQL host";

    [Theory]
    [InlineData("28P01", "authentication failed")]
    [InlineData("28000", "authentication failed")]
    [InlineData("42501", "access denied")]
    [InlineData("53300", "unavailable")]
    [InlineData("53200", "unavailable")]
    [InlineData("57P01", "unavailable")]
    [InlineData("57P02", "unavailable")]
    [InlineData("57P03", "unavailable")]
    [InlineData("57P05", "unavailable")]
    [InlineData("57014", "cancelled")]
    [InlineData("3D000", "not found")]
    [InlineData("3F000", "not found")]
    [InlineData("42P01", "not found")]
    [InlineData("XX000", "unexpected response")]
    public async Task Check_ServerRefuses_NamesTheReasonOfItsState(string state, string reason)
    {
        await using var server = new AnsweringServer(PostgreSqlAnswers.Refusal(state));

        (await PatientHost.ReasonAsync(server.Url("sslmode=disable"))).Should().Be($"{Message}: {reason}");
    }

    [Theory]
    [InlineData("", "sslmode=disable")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "sslmode=disable")]
    [InlineData("S", "sslmode=require")]
    public async Task Check_ServerHangsUp_IsUnavailable(string answer, string query)
    {
        await using var server = new AnsweringServer(Encoding.ASCII.GetBytes(answer));

        (await PatientHost.ReasonAsync(server.Url(query))).Should().Be($"{Message}: unavailable");
    }

    [Fact]
    public async Task Check_DriverGivesUpByItself_NamesNoReason()
    {
        await using var server = new AnsweringServer("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());

        (await PatientHost.ReasonAsync(server.Url("sslmode=prefer"))).Should().Be(Message);
    }

    [Theory]
    [InlineData("require")]
    [InlineData("verify-ca")]
    [InlineData("verify-full")]
    public async Task Check_ServerWithoutTlsWhereItIsDemanded_IsAFailedHandshake(string mode)
    {
        await using var server = new AnsweringServer("N"u8.ToArray());

        (await PatientHost.ReasonAsync(server.Url($"sslmode={mode}"))).Should().Be($"{Message}: tls handshake failed");
    }

    [Fact]
    public async Task Check_HostDoesNotResolve_NamesTheReason() =>
        (await PatientHost.ReasonAsync("postgres://app@nope.invalid/db")).Should().Be($"{Message}: host not found");

    [Fact]
    public async Task Check_ConnectTimeoutIsShorterThanTheDeadline_NamesTheReason()
    {
        await using var server = new HangingServer();

        (await PatientHost.ReasonAsync($"postgres://app@127.0.0.1:{server.Port}/db?connect_timeout=1")).Should().Be($"{Message}: timed out");
    }
}
