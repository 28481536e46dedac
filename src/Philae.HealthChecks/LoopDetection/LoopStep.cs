namespace Philae.HealthChecks.LoopDetection;

internal enum LoopStep
{
    /// <summary>Start a run and wait for it.</summary>
    Start,

    /// <summary>Wait for the run in flight.</summary>
    Join,

    /// <summary>Wait for nothing: the run in flight may be waiting, through other services, for this request.</summary>
    AnswerFromLastKnown,

    /// <summary>The request has passed through the target, which speaks for itself.</summary>
    Skip,
}
