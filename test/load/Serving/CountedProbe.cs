using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.LoadTest.Serving;

/// <summary>Stands around a packaged probe and counts its runs.</summary>
internal sealed class CountedProbe(IProbe probe) : IProbe, IAsyncDisposable
{
    private int _atATime;

    public string Name => probe.Name;

    /// <summary>Puts one around each probe that a factory in the container makes.</summary>
    public static void Wrap(IServiceCollection services)
    {
        for (int i = 0; i < services.Count; i++)
        {
            if (services[i] is { IsKeyedService: true, KeyedImplementationFactory: { } make } service && service.ServiceType == typeof(IProbe))
            {
                services[i] = ServiceDescriptor.KeyedSingleton<IProbe>(service.ServiceKey, (all, key) => new CountedProbe((IProbe)make(all, key)));
            }
        }
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        CheckCounter.Begin(ref _atATime);
        try
        {
            await probe.CheckAsync(cancellationToken);
        }
        finally
        {
            CheckCounter.End(ref _atATime);
        }
    }

    public ValueTask DisposeAsync() => probe is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;
}
