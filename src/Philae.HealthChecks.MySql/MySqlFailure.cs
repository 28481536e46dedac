using MySqlConnector;

namespace Philae.HealthChecks.MySql;

/// <summary>The reasons that MySqlConnector's exceptions give by type and code.</summary>
internal static class MySqlFailure
{
    // Codes that the driver has no names for.
    private const MySqlErrorCode AccessDeniedNoPassword = (MySqlErrorCode)1698;
    private const MySqlErrorCode MustChangePassword = (MySqlErrorCode)1820;
    private const MySqlErrorCode MustChangePasswordLogin = (MySqlErrorCode)1862;
    private const MySqlErrorCode MySqlAccountLocked = (MySqlErrorCode)3118;
    private const MySqlErrorCode MariaDbAccountLocked = (MySqlErrorCode)4151;
    private const MySqlErrorCode SecureTransportRequired = (MySqlErrorCode)3159;
    private const MySqlErrorCode MariaDbConnectionKilled = (MySqlErrorCode)1927;
    private const MySqlErrorCode MariaDbStatementTimeout = (MySqlErrorCode)1969;

    /// <summary>Null where the driver knows no more than .NET's own exceptions below, which the core reads.</summary>
    public static FailureReason? ReasonOf(Exception exception)
    {
        FailureReason? found = null;
        for (Exception? level = exception; level is not null; level = level.InnerException)
        {
            found = level switch
            {
                MySqlException server => OfCode(server.ErrorCode) ?? found,
                MySqlProtocolException or FormatException => FailureReason.ProtocolError,

                // The connection broke off while the driver read, or the result is none that .NET has a value for, such as the date zero.
                EndOfStreamException or InvalidCastException => FailureReason.UnexpectedResponse,

                // The server demands an authentication method that the driver does not know.
                NotSupportedException => FailureReason.AuthenticationFailed,

                // A certificate or key that the connection string names.
                FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or InvalidDataException => FailureReason.NotConfigured,
                _ => found,
            };
        }

        return found;
    }

    private static FailureReason? OfCode(MySqlErrorCode code) => code switch
    {
        // The driver's own: what is below says more.
        MySqlErrorCode.None or MySqlErrorCode.UnableToConnectToHost => null,

        MySqlErrorCode.AccessDenied or MySqlErrorCode.NotSupportedAuthMode or MySqlErrorCode.ServerIsInSecureAuthMode
            or AccessDeniedNoPassword or MustChangePassword or MustChangePasswordLogin or MySqlAccountLocked or MariaDbAccountLocked
            or MySqlErrorCode.ProvidePasswordCallbackFailed => FailureReason.AuthenticationFailed,

        MySqlErrorCode.DatabaseAccessDenied or MySqlErrorCode.TableAccessDenied or MySqlErrorCode.ColumnAccessDenied
            or MySqlErrorCode.PrecedureAccessDenied or MySqlErrorCode.SpecifiedAccessDeniedError
            or MySqlErrorCode.HostIsBlocked or MySqlErrorCode.HostNotPrivileged => FailureReason.AccessDenied,

        MySqlErrorCode.ConnectionCountError or MySqlErrorCode.TooManyUserConnections or MySqlErrorCode.UserLimitReached
            or MySqlErrorCode.ServerShutdown or MySqlErrorCode.NormalShutdown or MySqlErrorCode.OutOfResources
            or MySqlErrorCode.OutOfMemory or MySqlErrorCode.ClientInteractionTimeout or MariaDbConnectionKilled => FailureReason.Unavailable,

        MySqlErrorCode.CommandTimeoutExpired or MySqlErrorCode.QueryTimeout or MySqlErrorCode.LockWaitTimeout
            or MariaDbStatementTimeout => FailureReason.TimedOut,
        SecureTransportRequired => FailureReason.TlsHandshakeFailed,
        MySqlErrorCode.HandshakeError => FailureReason.ProtocolError,
        MySqlErrorCode.UnknownDatabase or MySqlErrorCode.NoSuchTable => FailureReason.NotFound,
        _ => FailureReason.UnexpectedResponse,
    };
}
