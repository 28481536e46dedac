namespace Philae.HealthChecks;

/// <summary>The reason of a failure. The report publishes one reason out of this closed set below a probe's own message.</summary>
public enum FailureReason
{
    /// <summary>No reason is known. It is never published.</summary>
    Unknown = 0,

    /// <summary><c>connection refused</c>: no server listens there.</summary>
    ConnectionRefused,

    /// <summary><c>host not found</c>: the name does not resolve.</summary>
    HostNotFound,

    /// <summary><c>timed out</c>: there was no answer in time.</summary>
    TimedOut,

    /// <summary><c>authentication failed</c>: the credentials are missing or wrong.</summary>
    AuthenticationFailed,

    /// <summary><c>tls handshake failed</c>: no secure connection could be negotiated, or the certificate is not trusted.</summary>
    TlsHandshakeFailed,

    /// <summary><c>access denied</c>: the credentials are valid but do not allow the operation.</summary>
    AccessDenied,

    /// <summary><c>protocol error</c>: the server does not speak the expected protocol.</summary>
    ProtocolError,

    /// <summary><c>unexpected response</c>: the answer is well-formed but not the expected one, or it is incomplete.</summary>
    UnexpectedResponse,

    /// <summary><c>cancelled</c>: the check was cancelled before it had an outcome.</summary>
    Cancelled,

    /// <summary><c>not configured</c>: the probe could not be created from its settings.</summary>
    NotConfigured,

    /// <summary><c>unavailable</c>: the server, or the network path to it, does not work at the moment.</summary>
    Unavailable,

    /// <summary><c>not found</c>: the server is healthy, but the requested object does not exist: a database, a service, a page.</summary>
    NotFound,
}
