using System.Security.Authentication;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Turns StackExchange.Redis' exceptions, by type and code, into what is published.</summary>
internal static class RedisFailure
{
    public const string Message = "unable to contact Redis host";

    public static ProbeException Of(Exception exception) => new(Message, ReasonOf(exception), exception);

    /// <summary>Null where the driver knows no more than .NET's own exceptions below, which the core reads.</summary>
    public static FailureReason? ReasonOf(Exception exception)
    {
        FailureReason? found = null;
        for (Exception? level = exception; level is not null; level = level.InnerException)
        {
            found = level switch
            {
                // A TLS failure, which the driver calls an authentication failure.
                AuthenticationException => FailureReason.TlsHandshakeFailed,
                RedisStateException state => state.Reason,
                RedisServerException server => OfServer(server) ?? found,
                RedisConnectionException connection => OfType(connection) ?? found,
                _ => found,
            };
        }

        return found;
    }

    /// <summary>Whether a connection has ended, or the driver has given up waiting for its answer, so that the failure says nothing about the server.</summary>
    public static bool IsLostConnection(Exception exception) => exception is RedisConnectionException or RedisTimeoutException;

    private static FailureReason? OfType(RedisConnectionException exception) => exception.FailureType switch
    {
        ConnectionFailureType.AuthenticationFailure => FailureReason.AuthenticationFailed,

        // What its reader cannot parse, the driver calls an internal failure.
        ConnectionFailureType.ProtocolFailure or ConnectionFailureType.InternalFailure => FailureReason.ProtocolError,
        ConnectionFailureType.SocketClosed or ConnectionFailureType.Loading => FailureReason.Unavailable,

        // An attempt that failed has a cause; one without was given up at the driver's connect time limit.
        ConnectionFailureType.UnableToConnect when exception.InnerException is null => FailureReason.TimedOut,
        _ => null,
    };

    // While connecting, the driver keeps the server's error code in the text alone: "SimpleError: NOPERM this user has no …".
    private static FailureReason? OfServer(RedisServerException exception) =>
        exception.Kind != RedisErrorKind.ConnectionFault
            ? OfKind(exception.Kind)
            : exception.Message.Split(' ', 3).ElementAtOrDefault(1) switch
            {
                "NOPERM" => FailureReason.AccessDenied,
                "BUSY" or "LOADING" or "MASTERDOWN" or "MISCONF" => FailureReason.Unavailable,
                _ => FailureReason.UnexpectedResponse,
            };

    private static FailureReason? OfKind(RedisErrorKind kind) => kind switch
    {
        RedisErrorKind.NoAuth or RedisErrorKind.WrongPass => FailureReason.AuthenticationFailed,
        RedisErrorKind.NoPermission or RedisErrorKind.NotPermitted => FailureReason.AccessDenied,
        RedisErrorKind.Loading or RedisErrorKind.ClusterDown or RedisErrorKind.MasterDown or RedisErrorKind.Busy
            or RedisErrorKind.MaxClients or RedisErrorKind.Misconfigured or RedisErrorKind.TryAgain => FailureReason.Unavailable,
        RedisErrorKind.None or RedisErrorKind.Unknown => null,
        _ => FailureReason.UnexpectedResponse,
    };
}
