namespace Snippets;

/// <summary>Stands for a service of the application.</summary>
public sealed class OrderQueue
{
    public Task PingAsync(CancellationToken cancellationToken) => Task.Delay(0, cancellationToken);
}
