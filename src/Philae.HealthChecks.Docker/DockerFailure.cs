using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Docker.DotNet;

namespace Philae.HealthChecks.Docker;

/// <summary>The reasons that the driver's exceptions give by type and code, and those that mean more for Docker than elsewhere.</summary>
internal static class DockerFailure
{
    /// <summary>Null where the driver knows no more than .NET's own exceptions below, which the core reads.</summary>
    public static FailureReason? ReasonOf(Exception exception, bool bySocketFile)
    {
        FailureReason? found = null;
        for (Exception? level = exception; level is not null; level = level.InnerException)
        {
            found = level switch
            {
                DockerApiException api => OfStatus(api.StatusCode),
                JsonException => FailureReason.ProtocolError,
                InvalidDataException => FailureReason.UnexpectedResponse,

                // A stopped Docker takes its socket file along or leaves it: both mean that nothing listens there.
                SocketException { SocketErrorCode: SocketError.AddressNotAvailable } when bySocketFile => FailureReason.ConnectionRefused,
                SocketException => found,

                // With TLS 1.3 a server refuses the client's certificate when the handshake is over for the client: what is
                // read then is an alert, which Linux and Windows report in a way of their own.
                CryptographicException or Win32Exception => FailureReason.TlsHandshakeFailed,
                _ => found,
            };
        }

        return found;
    }

    /// <summary>Whether a connection has ended, so that the failure says nothing about Docker: it is none of its answers.</summary>
    public static bool IsLostConnection(Exception exception) => exception is not (DockerApiException or JsonException or InvalidDataException);

    private static FailureReason OfStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.ProxyAuthenticationRequired => FailureReason.AuthenticationFailed,
        HttpStatusCode.Forbidden => FailureReason.AccessDenied,
        HttpStatusCode.NotFound => FailureReason.NotFound,
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => FailureReason.Unavailable,
        _ => FailureReason.UnexpectedResponse,
    };
}
