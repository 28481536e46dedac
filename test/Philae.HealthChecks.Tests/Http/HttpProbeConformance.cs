using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Tests.Http;

/// <summary>What is true of every probe, for those that send one HTTP request.</summary>
public abstract class HttpProbeConformance : ProbeConformance, IAsyncLifetime
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RawServer _silent;
    private HttpServer _healthy = null!;

    // The response's clock starts at the client's end of a new connection: a request that arrived says that it runs.
    protected HttpProbeConformance() => _silent = new(async (stream, stop) =>
    {
        await RawServer.ReadRequestAsync(stream, stop);
        _asked.TrySetResult();
        await Task.Delay(Timeout.Infinite, stop);
    });

    /// <summary>What the probe asks for.</summary>
    protected abstract string Path { get; }

    /// <summary>A body that is healthy.</summary>
    protected virtual string Good => "";

    /// <summary>The environment variable with the URL of a real server to take for the healthy one. Null: there is none.</summary>
    protected virtual string? RealServer => null;

    protected virtual string Unsent => "Unable to send request";

    protected override TimeSpan? DefaultTimeout => null;

    protected override string RefusedError => $"probe check failed: {Unsent}: connection refused";

    protected override TimeSpan DefaultLimit => TimeSpan.FromSeconds(1);

    protected override string DefaultLimitError => $"probe check failed: {Unsent}: timed out";

    protected override Task Hanging => _asked.Task;

    public async ValueTask InitializeAsync() => _healthy = (await HttpServer.StartAsync()).On(Path, 200, Good);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _silent.DisposeAsync();
        await _healthy.DisposeAsync();
    }

    /// <summary>Registers the probe of a server, whose URL has <see cref="ProbeConformance.Secret"/> as its password.</summary>
    protected abstract void Add(IHealthChecksBuilder builder, Uri server, Registration registration, Action<HttpConnectionOptions> configure);

    /// <summary>Registers a target as it is. Null: the probe takes none.</summary>
    protected virtual Action<IHealthChecksBuilder, string>? AddTarget => null;

    protected virtual string Target(int port) => Local(port).AbsoluteUri;

    protected override void Add(IHealthChecksBuilder builder, Condition condition, Registration registration)
    {
        Uri server = condition switch
        {
            Condition.Healthy => RealServer is not null && Environment.GetEnvironmentVariable(RealServer) is { Length: > 0 } real ? new Uri(real) : Local(_healthy.Port),
            Condition.Refused => Local(FreePort.Next()),
            _ => Local(_silent.Port),
        };

        // With a deadline given it is that which has to cut, and not the response's own limit.
        Add(builder, server, registration, options =>
        {
            options.ResponseTimeout = registration.Timeout is null ? options.ResponseTimeout : TimeSpan.FromDays(1);
            registration.Configure?.Invoke(options);
        });
    }

    [Theory]
    [InlineData(TargetPart.UserName)]
    [InlineData(TargetPart.Password)]
    [InlineData(TargetPart.Path)]
    [InlineData(TargetPart.Query)]
    public async Task Target_PartOfIt_IsUsedOrRefused(TargetPart part)
    {
        if (AddTarget is { } add)
        {
            await TargetParts.ShouldBeUsedOrRefusedAsync(part, Target(_healthy.Port), Target, add);
        }
    }

    private Uri Local(int port) => new($"http://user:{Secret}@127.0.0.1:{port}{Path}");
}
