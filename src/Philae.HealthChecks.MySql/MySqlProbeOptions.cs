namespace Philae.HealthChecks;

/// <summary>Settings of the MySQL probe. Checked when the host starts.</summary>
public sealed class MySqlProbeOptions : ProbeOptions
{
    /// <summary>
    /// A statement that each check executes; it is unhealthy where the statement fails, and cut off at the check's deadline.
    /// Not empty. Null: the protocol's own ping, COM_PING, which needs no right but to log in. Default: null.
    /// </summary>
    public string? CommandText { get; set; }

    /// <summary>
    /// Looks at the first column of the first row that <see cref="CommandText"/> returns and throws where it is not as it
    /// should be; the text of a <see cref="ProbeException"/> is published. It is given null where there is no row and
    /// <see cref="DBNull.Value"/> for SQL's null. Needs <see cref="CommandText"/>. Null: whatever the statement returns is
    /// good. Default: null.
    /// </summary>
    public Action<object?>? Checker { get; set; }
}
