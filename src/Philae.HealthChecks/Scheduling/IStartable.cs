namespace Philae.HealthChecks.Scheduling;

/// <summary>Work that may block the thread on which it starts.</summary>
internal interface IStartable
{
    /// <summary>Whether it returned its thread promptly when it last started; false before.</summary>
    bool YieldsPromptly { get; set; }

    /// <summary>Starts it. The caller has no ambient state, and sees none of the work's. Never throws.</summary>
    void Start();
}
