namespace Philae.HealthChecks.Running;

/// <summary>Who this application is on the way of a request: one id for each container, new at each start.</summary>
internal sealed class PhilaeIdentity
{
    public string Id { get; } = Guid.NewGuid().ToString("N");
}
