using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using MySqlConnector;

namespace Philae.HealthChecks.MySql;

/// <summary>
/// Finds out why no server could be reached, which the driver knows but does not tell: it drops the socket's exception. Only
/// after a failure, because servers count connections that do not log in and may block a client that makes many.
/// </summary>
internal static class MySqlReach
{
    /// <summary>The cause of <paramref name="exception"/>, or itself where it tells or none is found.</summary>
    public static async Task<Exception> CauseAsync(Exception exception, string connectionString, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var settings = new MySqlConnectionStringBuilder(connectionString);
        if (exception is not MySqlException { InnerException: null } silent || !ConcernsReach(silent.ErrorCode, settings))
        {
            return exception;
        }

        // The driver's timers may be a little early.
        if (settings.ConnectionTimeout > 0 && elapsed.TotalSeconds > settings.ConnectionTimeout * 0.9)
        {
            return new TimeoutException(exception.Message, exception);
        }

        Exception? cause = null;
        foreach (EndPoint server in Servers(settings))
        {
            try
            {
                using Socket socket = server is UnixDomainSocketEndPoint
                    ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                    : new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);

                // The server is there, but the driver did not continue: with TLS demanded, the server has none.
                return settings.SslMode >= MySqlSslMode.Required ? new AuthenticationException(exception.Message, exception) : exception;
            }
            catch (SocketException failure)
            {
                cause = failure;
            }
        }

        return cause ?? exception;
    }

    // That the file of a Unix socket is missing has no code of its own.
    private static bool ConcernsReach(MySqlErrorCode code, MySqlConnectionStringBuilder settings) => settings.IsUnixSocket()
        ? code is MySqlErrorCode.UnableToConnectToHost or MySqlErrorCode.None
        : code is MySqlErrorCode.UnableToConnectToHost && settings.ConnectionProtocol == MySqlConnectionProtocol.Sockets;

    private static IEnumerable<EndPoint> Servers(MySqlConnectionStringBuilder settings) => settings.IsUnixSocket()
        ? [new UnixDomainSocketEndPoint(settings.Server)]
        : settings.Server.Split(',').Select(host => new DnsEndPoint(host, (int)settings.Port));
}
