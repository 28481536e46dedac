using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>The reasons that Npgsql's exceptions give by type and SQLSTATE.</summary>
internal static class PostgreSqlFailure
{
    /// <summary>Null where the driver knows no more than .NET's own exceptions below, which the core reads.</summary>
    public static FailureReason? ReasonOf(Exception exception)
    {
        for (Exception? level = exception; level is not null; level = level.InnerException)
        {
            switch (level)
            {
                case NoTlsException:
                    return FailureReason.TlsHandshakeFailed;
                case PostgresException server:
                    return OfState(server.SqlState);
                case SocketException or AuthenticationException or TimeoutException:
                    return null;
                case InvalidCastException:
                    // A result that the checker is to see and the driver cannot read.
                    return FailureReason.UnexpectedResponse;
                case FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or CryptographicException:
                    // The files of certificates and keys, which are read when a connection is made.
                    return FailureReason.NotConfigured;
                case IOException { InnerException: not SocketException }:
                    // The other side hung up, which a broken connection's SocketException says as well.
                    return FailureReason.Unavailable;
            }
        }

        return null;
    }

    /// <summary>Whether a connection has ended, so that the failure says nothing about the server; a fatal error of the server's ends it, too.</summary>
    public static bool IsLostConnection(Exception exception) => exception is not PostgresException { InvariantSeverity: not ("FATAL" or "PANIC") };

    private static FailureReason OfState(string state) => state switch
    {
        "28000" or "28P01" => FailureReason.AuthenticationFailed,
        PostgresErrorCodes.InsufficientPrivilege => FailureReason.AccessDenied,
        PostgresErrorCodes.QueryCanceled => FailureReason.Cancelled,
        PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedTable => FailureReason.NotFound,

        // Insufficient resources, connections among them; starting up, shutting down.
        _ when state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal) => FailureReason.Unavailable,
        _ => FailureReason.UnexpectedResponse,
    };
}
