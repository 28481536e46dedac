namespace Philae.HealthChecks.Running;

/// <summary>Who answered a service probe last.</summary>
internal sealed class ServicePeer
{
    private volatile string? _id;

    /// <summary>Null: nobody yet, or one that does not tell.</summary>
    public string? Id
    {
        get => _id;
        set => _id = value;
    }
}
