namespace Philae.HealthChecks.LoopDetection;

internal enum LoopStep
{
    /// <summary>Begin a run and wait for it.</summary>
    Begin,

    /// <summary>Wait for the run in flight.</summary>
    Join,

    /// <summary>Wait for nothing: the run in flight may wait, by way of other services, for this request.</summary>
    TellWhatIsKnown,

    /// <summary>The target is on the request's way and speaks for itself.</summary>
    LeaveOut,
}
