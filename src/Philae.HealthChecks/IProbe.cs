namespace Philae.HealthChecks;

/// <summary>A check of one thing that the service depends on. All that a new probe has to write.</summary>
/// <remarks>
/// go-philae's conventions: a check is as light as possible, changes no data of the service, does not depend on the
/// service's state, and takes no more than 3 seconds. Deadlines are the runner's: a probe needs none of its own.
/// </remarks>
public interface IProbe
{
    /// <summary>The name of the probe in the report.</summary>
    string Name { get; }

    /// <summary>Returns when the dependency is healthy and throws when it is not.</summary>
    /// <param name="cancellationToken">Cancelled when the caller has gone or the deadline has passed.</param>
    /// <exception cref="ProbeException">Not healthy; its message is published. The text of any other exception is not.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}
