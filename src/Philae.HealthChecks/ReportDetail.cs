namespace Philae.HealthChecks;

/// <summary>How much of a failure a report publishes.</summary>
public enum ReportDetail
{
    /// <summary>
    /// Philae's own messages and the closed set of <see cref="FailureReason"/>; never the text of a foreign exception. This is
    /// the default.
    /// </summary>
    Reasons,

    /// <summary>
    /// Also the texts of foreign exceptions and the descriptions of other health checks. Anything that looks like a credential is
    /// removed. Use it only for development, because such texts name hosts, accounts and paths.
    /// </summary>
    ExceptionText,
}
