namespace Philae.HealthChecks.Fleet.Tests.Faults;

/// <summary>How a connection is lost between two checks.</summary>
public enum Loss
{
    /// <summary>The server was restarted.</summary>
    Restarted,

    /// <summary>An administrator ended the session on the server.</summary>
    Terminated,

    /// <summary>A firewall answers for the connection that it has forgotten: RST.</summary>
    Reset,

    /// <summary>A proxy closed it.</summary>
    Closed,

    /// <summary>A proxy closes it in the moment in which it is used.</summary>
    ClosedWhenAsked,

    /// <summary>A firewall drops its packets without a word.</summary>
    Silent,
}
