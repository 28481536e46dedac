namespace Philae.HealthChecks.Fleet.Tests.Leaks;

/// <summary>What the server does while it is checked.</summary>
public enum Condition
{
    /// <summary>It is well.</summary>
    Up,

    /// <summary>Nobody listens.</summary>
    Down,

    /// <summary>It accepts connections and never said a word; for what only connects, it does not even accept them.</summary>
    Hanging,

    /// <summary>It was well, and no longer answers on the connections that are there, nor on new ones.</summary>
    Frozen,

    /// <summary>It comes and goes, and hangs up while it is asked.</summary>
    Flapping,
}
