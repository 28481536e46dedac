using System.Diagnostics;
using Philae.HealthChecks.LoopDetection;
using Philae.HealthChecks.Scheduling;
using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks.Engine;

/// <summary>One request for outcomes, with the runs that it starts.</summary>
/// <param name="via">The services that the request has passed through.</param>
/// <param name="now">When it came.</param>
/// <param name="watch">Notices checks that block.</param>
/// <param name="checks">How many runs it may start.</param>
internal sealed class CheckRequest(Via via, long now, StartWatch watch, int checks = 1)
{
    public Via Via => via;

    public long Now => now;

    /// <summary>The parent of the spans of its runs. Nothing else of the request reaches them.</summary>
    public ActivityContext ParentSpan { get; } = ProbeTracing.Parent();

    public StartBatch Starts { get; } = new(watch, checks);
}
