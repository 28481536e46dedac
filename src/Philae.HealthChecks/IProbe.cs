namespace Philae.HealthChecks;

/// <summary>Checks one dependency of the service. A new probe only has to implement this interface.</summary>
/// <remarks>
/// go-philae's conventions: a check is as light as possible, changes no data of the service, does not depend on the service's
/// state, and takes no more than 3 seconds. The library enforces the deadline, so a probe needs none of its own.
/// </remarks>
public interface IProbe
{
    /// <summary>The name of the probe in the report.</summary>
    string Name { get; }

    /// <summary>Returns when the dependency is healthy and throws when it is not.</summary>
    /// <param name="cancellationToken">Cancelled when the deadline has passed.</param>
    /// <exception cref="ProbeException">
    /// The dependency is not healthy. The message of this exception is published. The text of any other exception is not
    /// published.
    /// </exception>
    Task CheckAsync(CancellationToken cancellationToken);
}
