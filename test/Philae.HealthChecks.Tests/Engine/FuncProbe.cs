namespace Philae.HealthChecks.Tests.Engine;

/// <summary>A probe of the application's own.</summary>
internal sealed class FuncProbe(string name, Func<Task> check) : IProbe
{
    public string Name => name;

    public Task CheckAsync(CancellationToken cancellationToken) => check();
}
