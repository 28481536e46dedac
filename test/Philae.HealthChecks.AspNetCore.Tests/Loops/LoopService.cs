using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.AspNetCore.Tests.Loops;

/// <summary>A service on a real Kestrel that can be sick, frozen, or gone, and comes back at the same address.</summary>
internal sealed class LoopService : IAsyncDisposable
{
    private readonly int _port = FreePort.Next();
    private readonly Dictionary<string, string> _targets = [];
    private WebApplication? _app;
    private TaskCompletionSource? _thaw;
    private int _starts;

    public string Url => $"http://127.0.0.1:{_port}/_health";

    public bool IsSick { get; set; }

    /// <summary>How long its own probe takes.</summary>
    public TimeSpan Takes { get; set; }

    /// <summary>How often its own probe has started.</summary>
    public int Starts => Volatile.Read(ref _starts);

    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromHours(1);

    public Action<PhilaeEndpointOptions> Endpoint { get; set; } = static _ => { };

    public Action<IHealthChecksBuilder> Checks { get; set; } = static _ => { };

    public IServiceProvider Services => _app!.Services;

    public LoopService Probes(string name, LoopService target)
    {
        _targets[name] = target.Url;
        return this;
    }

    public async Task StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{_port}");
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = TimeSpan.Zero);
        builder.Services.Configure<PhilaeOptions>(static options => options.Deadline = TimeSpan.FromHours(1));
        IHealthChecksBuilder checks = builder.Services.AddHealthChecks().AddPhilaeProbe("own", async cancellationToken =>
        {
            Interlocked.Increment(ref _starts);
            await Task.Delay(Takes, cancellationToken);
            _ = IsSick ? throw new ProbeException("gone") : 0;
        });
        foreach ((string name, string url) in _targets)
        {
            checks.AddPhilaeService(url, name, configure: options => (options.ConnectTimeout, options.ResponseTimeout) = (TimeSpan.FromHours(1), ResponseTimeout));
        }

        Checks(checks);
        _app = builder.Build();
        _app.Use(async (context, next) =>
        {
            await (_thaw?.Task ?? Task.CompletedTask);
            await next(context);
        });
        _app.MapPhilaeHealthChecks(configure: Endpoint);
        await _app.StartAsync();
    }

    public void Freeze() => _thaw = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw()
    {
        TaskCompletionSource? thaw = _thaw;
        _thaw = null;
        thaw?.TrySetResult();
    }

    /// <summary>Its connections break off, and nobody listens there any more.</summary>
    public async Task KillAsync()
    {
        Thaw();
        await _app!.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await KillAsync();
        }
    }
}
