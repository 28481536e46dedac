using System.Net.Sockets;
using System.Security.Authentication;
using DnsClient;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Philae.HealthChecks.MongoDb;

/// <summary>The reasons of the driver's exceptions, by type and code.</summary>
internal static class MongoDbFailure
{
    public const string InvalidUrl = "not a valid URL";
    public const string Uncontacted = "Unable to contact server";
    private const string Unsent = "Unable to send query";

    public static ProbeException Of(Exception exception, bool tls) =>
        new(WasSent(exception) ? Unsent : Uncontacted, ReasonOf(exception, tls), exception);

    /// <summary>Without the driver's exception: its text may quote the URL, password and all.</summary>
    public static ProbeException OfInvalidUrl() => new(InvalidUrl, FailureReason.NotConfigured);

    /// <summary>Null where the driver knows no more than .NET's own exceptions below, which the core reads.</summary>
    public static FailureReason? ReasonOf(Exception exception, bool tls)
    {
        FailureReason? found = null;
        for (Exception? level = exception; level is not null; level = level.InnerException)
        {
            switch (level)
            {
                case SocketException or AuthenticationException or TimeoutException:
                    return null;
                case MongoAuthenticationException:
                    found = FailureReason.AuthenticationFailed;
                    break;
                case MongoConnectionException:
                    // Whatever the connection was for, it is the connection that failed.
                    found = null;
                    break;
                case MongoExecutionTimeoutException:
                    return FailureReason.TimedOut;
                case MongoCommandException command:
                    return OfCode(command.Code) ?? found ?? FailureReason.UnexpectedResponse;
                case FormatException or BsonException or MongoInternalException or MongoIncompatibleDriverException or InvalidCastException:
                    return FailureReason.ProtocolError;
                case EndOfStreamException:
                    // The other side hung up, which a broken connection's SocketException says as well.
                    return FailureReason.Unavailable;
                case IOException { InnerException: not SocketException }:
                    // As above, but not in the driver's words: TLS could not be agreed on, or the server says only then that it does not want us.
                    return tls ? FailureReason.TlsHandshakeFailed : FailureReason.Unavailable;
                case DnsResponseException dns:
                    return dns.Code == DnsResponseCode.ConnectionTimeout ? FailureReason.TimedOut : FailureReason.HostNotFound;
                case MongoConfigurationException:
                    // The only configuration that is read this late is that of the name service: it has no server for the name.
                    return FailureReason.HostNotFound;
            }
        }

        return found;
    }

    /// <summary>Whether a connection over which all was well has ended, and not for want of an answer in time.</summary>
    public static bool IsBrokenConnection(Exception? exception) =>
        exception is MongoConnectionException { IsNetworkException: true, ContainsTimeoutException: false } && WasSent(exception);

    /// <summary>Whether a client that was kept says nothing about the server: it is none of the server's own answers.</summary>
    public static bool IsLost(Exception exception) => exception.InnerException is not (MongoServerException or MongoAuthenticationException);

    // The server's own number for a connection is known from the end of its handshake, login included.
    private static bool WasSent(Exception exception) => exception is MongoServerException
        or (MongoConnectionException { ConnectionId.LongServerValue: not null } and not MongoAuthenticationException);

    private static FailureReason? OfCode(int code) => code switch
    {
        // UserNotFound, AuthenticationFailed, MechanismUnavailable, ReauthenticationRequired
        11 or 18 or 334 or 391 => FailureReason.AuthenticationFailed,

        // Unauthorized
        13 => FailureReason.AccessDenied,

        // MaxTimeMSExpired, NetworkTimeout, ExceededTimeLimit
        50 or 89 or 262 => FailureReason.TimedOut,

        // ProtocolError, UnsupportedOpQueryCommand
        17 or 352 => FailureReason.ProtocolError,

        // HostUnreachable, HostNotFound, ShutdownInProgress, FailedToSatisfyReadPreference, PrimarySteppedDown,
        // NotWritablePrimary, InterruptedAtShutdown, InterruptedDueToReplStateChange, NotPrimaryNoSecondaryOk, NotPrimaryOrSecondary
        6 or 7 or 91 or 133 or 189 or 10107 or 11600 or 11602 or 13435 or 13436 => FailureReason.Unavailable,
        _ => null,
    };
}
