namespace Philae.HealthChecks;

/// <summary>Why a probe could not do its work: the closed set that the wire format publishes below a probe's own message.</summary>
public enum FailureReason
{
    /// <summary>No reason is known. It is never published.</summary>
    Unknown = 0,

    /// <summary><c>connection refused</c>: nothing listens there.</summary>
    ConnectionRefused,

    /// <summary><c>host not found</c>: the name does not resolve.</summary>
    HostNotFound,

    /// <summary><c>timed out</c>: no answer in time.</summary>
    TimedOut,

    /// <summary><c>authentication failed</c>: the credentials are missing or wrong.</summary>
    AuthenticationFailed,

    /// <summary><c>tls handshake failed</c>: no secure connection could be agreed on, or the certificate is not trusted.</summary>
    TlsHandshakeFailed,

    /// <summary><c>access denied</c>: the credentials are good but do not allow it.</summary>
    AccessDenied,

    /// <summary><c>protocol error</c>: the other side does not speak the expected protocol.</summary>
    ProtocolError,

    /// <summary><c>unexpected response</c>: the answer is well-formed but not the expected one, or broke off.</summary>
    UnexpectedResponse,

    /// <summary><c>cancelled</c>: the work was given up before it had an outcome.</summary>
    Cancelled,

    /// <summary><c>not configured</c>: the probe could not be made of what it was given.</summary>
    NotConfigured,

    /// <summary><c>unavailable</c>: the other side, or the way to it, cannot serve at the moment.</summary>
    Unavailable,

    /// <summary><c>not found</c>: the other side is well, and what was asked for is not there: a database, a service, a page.</summary>
    NotFound,
}
