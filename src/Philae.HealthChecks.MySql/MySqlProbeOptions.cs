namespace Philae.HealthChecks;

/// <summary>Settings of the MySQL probe. They are validated when the host starts.</summary>
public sealed class MySqlProbeOptions : ProbeOptions
{
    /// <summary>
    /// A statement that each check executes; it is unhealthy where the statement fails, and cut off at the check's deadline.
    /// Not empty. Null: the protocol's own ping, COM_PING, which needs no right but to log in. Default: null.
    /// </summary>
    public string? CommandText { get; set; }

    /// <summary>
    /// Validates the first column of the first row that <see cref="CommandText"/> returns, and throws if the value is wrong. The
    /// text of a <see cref="ProbeException"/> is published. The value is null if there is no row, and <see cref="DBNull.Value"/>
    /// for SQL's null. It needs <see cref="CommandText"/>. Null: any value is healthy. Default: null.
    /// </summary>
    public Action<object?>? ResultValidator { get; set; }
}
