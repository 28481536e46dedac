namespace Philae.HealthChecks;

/// <summary>How a report is written. The defaults are go-philae's format.</summary>
public sealed class PhilaeReportOptions
{
    /// <summary>How an unhealthy probe's error is written. Default: <see cref="ErrorFormat.Nested"/>.</summary>
    public ErrorFormat ErrorFormat { get; set; }

    /// <summary>How much of a failure is published. Default: <see cref="ReportDetail.Reasons"/>.</summary>
    public ReportDetail Detail { get; set; }
}
