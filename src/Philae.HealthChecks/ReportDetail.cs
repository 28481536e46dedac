namespace Philae.HealthChecks;

/// <summary>How much of a failure a report publishes.</summary>
public enum ReportDetail
{
    /// <summary>Philae's own messages and the closed set of <see cref="FailureReason"/>; never the text of a foreign exception. The default.</summary>
    Reasons,

    /// <summary>
    /// Also the texts of foreign exceptions and the descriptions of other health checks, with what looks like a credential
    /// removed. For development: such texts name hosts, accounts and paths.
    /// </summary>
    ExceptionText,
}
