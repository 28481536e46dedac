using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Running;

/// <summary>The runners of an application, one for each registration, made when first asked for and stopped with the host.</summary>
internal sealed class ProbeRunners(IServiceProvider services, IOptions<PhilaeOptions> options, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<ProbeRegistration, ProbeRunner> _runners = new();
    private readonly ILogger _logger = services.GetService<ILoggerFactory>()?.CreateLogger("Philae.HealthChecks") ?? NullLogger.Instance;

    public ProbeRunner Of(ProbeRegistration registration) =>
        _runners.TryGetValue(registration, out ProbeRunner? runner) ? runner : _runners.GetOrAdd(registration, Create);

    public void Dispose()
    {
        foreach (ProbeRunner runner in _runners.Values)
        {
            runner.Dispose();
        }
    }

    private ProbeRunner Create(ProbeRegistration registration)
    {
        PoolThreads.MakeRoomFor(_runners.Count + 1);
        return new(registration, services, options.Value, time, _logger);
    }
}
