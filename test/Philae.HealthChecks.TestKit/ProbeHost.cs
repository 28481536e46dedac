using System.Buffers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Philae.HealthChecks.TestKit;

/// <summary>An application without a host: a container with health checks, everything logged, and on request a clock that stands still.</summary>
public sealed class ProbeHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly object? _probe;

    public ProbeHost(Action<IHealthChecksBuilder> configure, FakeTimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        if (time is not null)
        {
            services.AddSingleton<TimeProvider>(time);
        }

        configure(services.AddHealthChecks());
        _probe = services.LastOrDefault(static service => service.ServiceType == typeof(IProbe) && service.IsKeyedService)?.ServiceKey;
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public LogCollector Log { get; } = new();

    public IServiceProvider Services => _services;

    public PhilaeProber Prober => _services.GetRequiredService<PhilaeProber>();

    /// <summary>The probe that was registered last.</summary>
    public IProbe Probe => _services.GetRequiredKeyedService<IProbe>(_probe);

    /// <summary>The one entry of a report, whatever its name.</summary>
    public async Task<HealthReportEntry> CheckAsync(CancellationToken cancellationToken = default) =>
        (await Prober.CheckAsync(cancellationToken)).Entries.Single().Value;

    public static string Json(HealthReport report, Action<PhilaeReportOptions>? configure = null)
    {
        var options = new PhilaeReportOptions();
        configure?.Invoke(options);
        var buffer = new ArrayBufferWriter<byte>();
        PhilaeReport.Write(report, buffer, options);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The published reason of the one entry, in one line.</summary>
    public static string? Reason(HealthReport report) => PhilaeReport.Read(Encoding.UTF8.GetBytes(Json(report))).Probes.Single().Error?.ToString();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
