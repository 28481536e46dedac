namespace KubernetesSample;

/// <summary>
/// The numbers that deployment.yaml has to agree with; a test compares them. Each can be set as <c>Service__Port</c>,
/// <c>Service__DrainDelay=00:00:10</c> and so on.
/// </summary>
public sealed record ServiceSettings
{
    /// <summary>Where the service serves.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Where Kubernetes and Prometheus ask, and nobody else.</summary>
    public int ManagementPort { get; init; } = 8081;

    /// <summary>StackExchange.Redis' connection string.</summary>
    public string Redis { get; init; } = "localhost:6379";

    /// <summary>How long the service takes to warm up.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a report may take: less than the kubelet waits for it.</summary>
    public TimeSpan ReportDeadline { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long the service goes on serving, unready, once it has been told to stop.</summary>
    public TimeSpan DrainDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long stopping may take in all, the drain included.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
