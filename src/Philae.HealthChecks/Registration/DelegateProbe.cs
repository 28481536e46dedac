using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Errors;

namespace Philae.HealthChecks.Registration;

/// <summary>A probe that is one function over a service of the application. Each check resolves the service from its own scope.</summary>
internal sealed class DelegateProbe<TService>(string name, IServiceScopeFactory scopes, Func<TService, CancellationToken, Task> check) : IProbe
    where TService : notnull
{
    public string Name => name;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            TService service = ProbeFailedException.Configured(static services => services.GetRequiredService<TService>(), scope.ServiceProvider);
            await check(service, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>A probe that is one function.</summary>
internal sealed class DelegateProbe(string name, Func<CancellationToken, Task> check) : IProbe
{
    public string Name => name;

    public Task CheckAsync(CancellationToken cancellationToken) => check(cancellationToken);
}
