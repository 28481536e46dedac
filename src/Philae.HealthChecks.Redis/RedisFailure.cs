using System.Security.Authentication;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>The reasons that StackExchange.Redis' exceptions give by type and code.</summary>
internal static class RedisFailure
{
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
                RedisServerException server => OfKind(server.Kind) ?? found,
                RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => FailureReason.AuthenticationFailed,
                RedisConnectionException { FailureType: ConnectionFailureType.ProtocolFailure } => FailureReason.ProtocolError,
                _ => found,
            };
        }

        return found;
    }

    private static FailureReason? OfKind(RedisErrorKind kind) => kind switch
    {
        RedisErrorKind.NoAuth or RedisErrorKind.WrongPass => FailureReason.AuthenticationFailed,
        RedisErrorKind.NoPermission or RedisErrorKind.NotPermitted => FailureReason.AccessDenied,
        RedisErrorKind.Loading or RedisErrorKind.ClusterDown or RedisErrorKind.MasterDown or RedisErrorKind.Busy
            or RedisErrorKind.MaxClients or RedisErrorKind.TryAgain => FailureReason.Unavailable,
        RedisErrorKind.None or RedisErrorKind.Unknown => null,
        _ => FailureReason.UnexpectedResponse,
    };
}
