using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.Fleet.Tests.Leaks;

/// <summary>Counts the runs of every probe of a container: a check that is answered without one is none.</summary>
internal sealed class Runs
{
    private int _begun;
    private int _ended;

    public int Ended => Volatile.Read(ref _ended);

    public int UnderWay => Volatile.Read(ref _begun) - Ended;

    /// <summary>Puts itself before every probe that is registered so far.</summary>
    public void Watch(IServiceCollection services)
    {
        for (int i = 0; i < services.Count; i++)
        {
            if (services[i] is { IsKeyedService: true, KeyedImplementationFactory: { } create } service && service.ServiceType == typeof(IProbe))
            {
                services[i] = ServiceDescriptor.KeyedSingleton<IProbe>(
                    service.ServiceKey, (provider, key) => new Watched(this, (IProbe)create(provider, key)));
            }
        }
    }

    private sealed class Watched(Runs runs, IProbe probe) : IProbe, IAsyncDisposable
    {
        public string Name => probe.Name;

        public async Task CheckAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref runs._begun);
            try
            {
                await probe.CheckAsync(cancellationToken);
            }
            finally
            {
                Interlocked.Increment(ref runs._ended);
            }
        }

        // The container disposes what it made, and that is this.
        public async ValueTask DisposeAsync()
        {
            if (probe is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else
            {
                (probe as IDisposable)?.Dispose();
            }
        }
    }
}
