namespace Philae.HealthChecks.PostgreSql;

/// <summary>TLS is demanded and the server has none, which the driver says in words alone.</summary>
internal sealed class NoTlsException(Exception cause) : Exception(cause.Message, cause);
