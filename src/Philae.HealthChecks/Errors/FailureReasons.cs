using System.Net.Sockets;
using System.Security.Authentication;

namespace Philae.HealthChecks.Errors;

/// <summary>Derives a <see cref="FailureReason"/> from the exceptions of .NET itself, by type and code and never by text.</summary>
internal static class FailureReasons
{
    // An exception can be made its own cause.
    private const int MaxLevels = 64;

    public static string Text(this FailureReason reason) => reason switch
    {
        FailureReason.ConnectionRefused => "connection refused",
        FailureReason.HostNotFound => "host not found",
        FailureReason.TimedOut => "timed out",
        FailureReason.AuthenticationFailed => "authentication failed",
        FailureReason.TlsHandshakeFailed => "tls handshake failed",
        FailureReason.AccessDenied => "access denied",
        FailureReason.ProtocolError => "protocol error",
        FailureReason.UnexpectedResponse => "unexpected response",
        FailureReason.Cancelled => "cancelled",
        FailureReason.NotConfigured => "not configured",
        FailureReason.Unavailable => "unavailable",
        FailureReason.NotFound => "not found",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    /// <summary>The reason that the innermost cause gives which has one; null where none has.</summary>
    public static FailureReason? Of(Exception exception)
    {
        FailureReason? found = null;
        int left = MaxLevels;
        for (Exception? level = exception; level is not null && left > 0; level = level.InnerException, left--)
        {
            // HttpClient's time-out is a TimeoutException within a cancellation, around whatever the cancelled request ended in.
            if (level is OperationCanceledException { InnerException: TimeoutException })
            {
                return FailureReason.TimedOut;
            }

            // A cancellation says least.
            FailureReason? reason = OfLevel(level);
            found = reason is null or FailureReason.Cancelled ? found ?? reason : reason;
        }

        return found;
    }

    private static FailureReason? OfLevel(Exception level) => level switch
    {
        SocketException socket => OfSocket(socket.SocketErrorCode),
        HttpRequestException http => OfHttp(http.HttpRequestError),
        HttpIOException body => OfHttp(body.HttpRequestError),
        AuthenticationException => FailureReason.TlsHandshakeFailed,
        TimeoutException => FailureReason.TimedOut,
        OperationCanceledException => FailureReason.Cancelled,
        UnauthorizedAccessException => FailureReason.AccessDenied,
        _ => null,
    };

    private static FailureReason? OfSocket(SocketError code) => code switch
    {
        SocketError.ConnectionRefused => FailureReason.ConnectionRefused,
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => FailureReason.HostNotFound,
        SocketError.TimedOut => FailureReason.TimedOut,
        SocketError.AccessDenied => FailureReason.AccessDenied,
        SocketError.OperationAborted or SocketError.Interrupted => FailureReason.Cancelled,
        _ => FailureReason.Unavailable,
    };

    private static FailureReason? OfHttp(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => FailureReason.HostNotFound,
        HttpRequestError.SecureConnectionError => FailureReason.TlsHandshakeFailed,
        HttpRequestError.UserAuthenticationError => FailureReason.AuthenticationFailed,
        HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse
            or HttpRequestError.ExtendedConnectNotSupported or HttpRequestError.VersionNegotiationError => FailureReason.ProtocolError,
        HttpRequestError.ResponseEnded or HttpRequestError.ConfigurationLimitExceeded => FailureReason.UnexpectedResponse,
        HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => FailureReason.Unavailable,
        _ => null,
    };
}
