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
    /// Looks at the first column of the first row that <see cref="CommandText"/> returns, null where there is no row or where
    /// it is NULL, and throws where it is not as it should be; the text of a <see cref="ProbeException"/> is published.
    /// Must return at once. Needs <see cref="CommandText"/>. Null: any result is good. Default: null.
    /// </summary>
    public Action<object?>? Checker { get; set; }
}
