using System.ComponentModel.DataAnnotations;

namespace Philae.HealthChecks;

/// <summary>Settings of the PostgreSQL probe. They are validated when the host starts.</summary>
public sealed class PostgreSqlProbeOptions : ProbeOptions
{
    internal const string DefaultCommandText = "SELECT 1;";

    /// <summary>What the check executes. Default: <c>SELECT 1;</c>, for which an account needs no more than to be let in.</summary>
    [Required(ErrorMessage = "{0} is required.")]
    public string CommandText { get; set; } = DefaultCommandText;

    /// <summary>
    /// Validates the first column of the first row that <see cref="CommandText"/> returns, and throws if the value is wrong. The
    /// text of a <see cref="ProbeException"/> is published. The value is null if there is no row, and <see cref="DBNull.Value"/>
    /// for SQL's null. Null: any value is healthy. Default: null.
    /// </summary>
    public Action<object?>? ResultValidator { get; set; }
}
