using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Philae.HealthChecks.Errors;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Errors;

public sealed class FailureReasonsTests
{
    [Theory]
    [InlineData(SocketError.ConnectionRefused, FailureReason.ConnectionRefused)]
    [InlineData(SocketError.HostNotFound, FailureReason.HostNotFound)]
    [InlineData(SocketError.NoData, FailureReason.HostNotFound)]
    [InlineData(SocketError.TryAgain, FailureReason.HostNotFound)]
    [InlineData(SocketError.NoRecovery, FailureReason.HostNotFound)]
    [InlineData(SocketError.TimedOut, FailureReason.TimedOut)]
    [InlineData(SocketError.AccessDenied, FailureReason.AccessDenied)]
    [InlineData(SocketError.OperationAborted, FailureReason.Cancelled)]
    [InlineData(SocketError.Interrupted, FailureReason.Cancelled)]
    [InlineData(SocketError.ConnectionReset, FailureReason.Unavailable)]
    [InlineData(SocketError.ConnectionAborted, FailureReason.Unavailable)]
    [InlineData(SocketError.HostUnreachable, FailureReason.Unavailable)]
    [InlineData(SocketError.NetworkUnreachable, FailureReason.Unavailable)]
    [InlineData(SocketError.HostDown, FailureReason.Unavailable)]
    [InlineData(SocketError.TooManyOpenSockets, FailureReason.Unavailable)]
    public void Of_SocketError_IsItsReason(SocketError error, FailureReason reason) =>
        FailureReasons.Of(new SocketException((int)error)).Should().Be(reason);

    [Theory]
    [InlineData(HttpRequestError.Unknown, null)]
    [InlineData(HttpRequestError.NameResolutionError, FailureReason.HostNotFound)]
    [InlineData(HttpRequestError.ConnectionError, FailureReason.Unavailable)]
    [InlineData(HttpRequestError.SecureConnectionError, FailureReason.TlsHandshakeFailed)]
    [InlineData(HttpRequestError.HttpProtocolError, FailureReason.ProtocolError)]
    [InlineData(HttpRequestError.ExtendedConnectNotSupported, FailureReason.ProtocolError)]
    [InlineData(HttpRequestError.VersionNegotiationError, FailureReason.ProtocolError)]
    [InlineData(HttpRequestError.UserAuthenticationError, FailureReason.AuthenticationFailed)]
    [InlineData(HttpRequestError.ProxyTunnelError, FailureReason.Unavailable)]
    [InlineData(HttpRequestError.InvalidResponse, FailureReason.ProtocolError)]
    [InlineData(HttpRequestError.ResponseEnded, FailureReason.UnexpectedResponse)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, FailureReason.UnexpectedResponse)]
    public void Of_HttpRequestError_IsItsReason(HttpRequestError error, FailureReason? reason)
    {
        FailureReasons.Of(new HttpRequestException(error)).Should().Be(reason);

        // What reading a body throws.
        FailureReasons.Of(new HttpIOException(error)).Should().Be(reason);
    }

    [Fact]
    public void OfHttp_EveryError_HasARowAbove() => Enum.GetValues<HttpRequestError>().Should().HaveCount(12);

    public static TheoryData<Exception, FailureReason?> Exceptions() => new()
    {
        { new TimeoutException(), FailureReason.TimedOut },
        { new AuthenticationException(), FailureReason.TlsHandshakeFailed },
        { new UnauthorizedAccessException(), FailureReason.AccessDenied },
        { new OperationCanceledException(), FailureReason.Cancelled },
        { new TaskCanceledException(), FailureReason.Cancelled },
        { new InvalidOperationException("connection refused"), null },
        { new IOException("timed out"), null },
        { new Win32Exception(111), null },

        // Nested as .NET nests them. HttpClient: refused, not resolved, not trusted, reset.
        { new HttpRequestException(HttpRequestError.ConnectionError, null, new SocketException((int)SocketError.ConnectionRefused)), FailureReason.ConnectionRefused },
        { new HttpRequestException(HttpRequestError.NameResolutionError, null, new SocketException((int)SocketError.TryAgain)), FailureReason.HostNotFound },
        { new HttpRequestException(HttpRequestError.SecureConnectionError, null, new AuthenticationException(null, new Win32Exception())), FailureReason.TlsHandshakeFailed },
        { new HttpRequestException(HttpRequestError.Unknown, null, new IOException(null, new SocketException((int)SocketError.ConnectionReset))), FailureReason.Unavailable },

        // HttpClient.Timeout: while it connects, and while it waits for the answer.
        { new TaskCanceledException(null, new TimeoutException(null, new TaskCanceledException())), FailureReason.TimedOut },
        { new TaskCanceledException(null, new TimeoutException(null, new TaskCanceledException(null, Aborted()))), FailureReason.TimedOut },

        // A token: while it connects, and while it waits for the answer.
        { new TaskCanceledException(null, Aborted()), FailureReason.Cancelled },
        { new IOException(null, new OperationCanceledException()), FailureReason.Cancelled },
        { new OperationCanceledException(null, new SocketException((int)SocketError.TimedOut)), FailureReason.TimedOut },
        { new AggregateException(new IOException(), new TimeoutException()), null },
        { new AggregateException(new TimeoutException(), new IOException()), FailureReason.TimedOut },
        { new InvalidOperationException(null, new InvalidOperationException(null, new InvalidOperationException(null, new TimeoutException()))), FailureReason.TimedOut },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Of_Exception_IsTheInnermostReasonThatSaysMost(Exception exception, FailureReason? reason) => FailureReasons.Of(exception).Should().Be(reason);

    [Fact]
    public async Task Of_HttpClientThatTimesOut_IsTimedOut()
    {
        // Connected beforehand: where the time runs out in the middle of connecting, HttpClient may say either.
        await using var server = new HangingServer();
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, server.Port);
        using var handler = new SocketsHttpHandler { ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(connection.GetStream()) };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromMilliseconds(50) };

        Exception failure = (await client.Invoking(static http => http.GetAsync(new Uri("http://hangs/"))).Should().ThrowAsync<Exception>()).Which;

        FailureReasons.Of(failure).Should().Be(FailureReason.TimedOut);
    }

    [Fact]
    public void Text_EveryReason_IsOneOfTheWireFormats() =>
        Enum.GetValues<FailureReason>().Except([FailureReason.Unknown]).Select(static reason => reason.Text()).Should().Equal(
            "connection refused", "host not found", "timed out", "authentication failed", "tls handshake failed", "access denied", "protocol error",
            "unexpected response", "cancelled", "not configured", "unavailable", "not found");

    [Theory]
    [InlineData(FailureReason.Unknown)]
    [InlineData((FailureReason)99)]
    public void Text_NoReason_Throws(FailureReason reason) =>
        reason.Invoking(static reason => reason.Text()).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void ProbeException_ReasonIsUnknown_IsDerivedFromTheCause()
    {
        new ProbeException("m", FailureReason.Unknown).Reason.Should().BeNull();
        new ProbeException("m", FailureReason.Unknown, new TimeoutException()).Reason.Should().Be(FailureReason.TimedOut);
        new ProbeException("m", FailureReason.NotFound, new TimeoutException()).Reason.Should().Be(FailureReason.NotFound);
    }

    private static IOException Aborted() => new(null, new SocketException((int)SocketError.OperationAborted));
}
