using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>Who makes a probe and its services, how often, and who disposes them.</summary>
public sealed class ProbeLifetimeTests
{
    [Fact]
    public async Task Factory_ManyChecks_MakesOneProbeThatTheHostDisposes()
    {
        var made = new List<AsyncProbe>();
        var host = new ProbeHost(checks => checks.AddPhilaeProbe(_ => Made(new AsyncProbe()), "p"));
        made.Should().BeEmpty("nothing is made before the first check");

        await host.CheckAsync();
        await host.CheckAsync();
        made.Should().ContainSingle().Which.Disposals.Should().Be(0);
        await host.DisposeAsync();

        made.Should().ContainSingle().Which.Disposals.Should().Be(1);

        AsyncProbe Made(AsyncProbe probe)
        {
            made.Add(probe);
            return probe;
        }
    }

    [Fact]
    public async Task Factory_HostDisposedSynchronously_DisposesTheProbe()
    {
        var probe = new SyncProbe();
        var services = new ServiceCollection();
        services.AddLogging().AddHealthChecks().AddPhilaeProbe(_ => probe, "p");
        using (ServiceProvider provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<PhilaeProber>().CheckAsync();
        }

        probe.Disposals.Should().Be(1);
    }

    [Fact]
    public async Task Factory_Services_AreTheApplicationsRoot()
    {
        IServiceProvider? given = null;
        await using var host = new ProbeHost(checks =>
        {
            checks.Services.AddScoped<Scoped>();
            checks.AddPhilaeProbe(
                services =>
                {
                    given = services;
                    return new SyncProbe();
                },
                "p");
        });

        await host.CheckAsync();

        given!.Invoking(static services => services.GetRequiredService<Scoped>()).Should().Throw<InvalidOperationException>().WithMessage("*root*");
    }

    [Fact]
    public async Task Instance_HostDisposed_IsNotDisposed()
    {
        using var probe = new SyncProbe();
        var host = new ProbeHost(checks => checks.AddPhilaeProbe(probe));

        (await host.Prober.CheckAsync()).Entries.Keys.Should().Equal("its own name");
        await host.DisposeAsync();

        probe.Disposals.Should().Be(0);
        probe.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Service_Scoped_IsMadeAnewForEachCheckAndDisposed()
    {
        var seen = new List<Scoped>();
        await using var host = new ProbeHost(checks =>
        {
            checks.Services.AddScoped<Scoped>();
            checks.AddPhilaeProbe<Scoped>("p", (service, _) =>
            {
                service.Disposals.Should().Be(0);
                seen.Add(service);
                return seen.Count == 2 ? throw new ProbeException("down") : Task.CompletedTask;
            });
        });

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        seen.Should().OnlyContain(static service => service.Disposals == 1);
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Unhealthy);
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        seen.Should().HaveCount(3).And.OnlyHaveUniqueItems().And.OnlyContain(static service => service.Disposals == 1);
    }

    [Fact]
    public async Task Service_OfAnAbandonedCheck_IsDisposedWhenThatEnds()
    {
        var time = new FakeTimeProvider();
        var held = new HeldCheck();
        Scoped? seen = null;
        await using var host = new ProbeHost(
            checks =>
            {
                checks.Services.AddScoped<Scoped>();
                checks.AddPhilaeProbe<Scoped>("p", (service, token) => held.CheckAsync((seen ??= service) is null ? default : token));
            },
            time);
        Task<HealthReport> check = host.Prober.CheckAsync();
        await held.Started;
        time.Advance(TimeSpan.FromSeconds(10));
        await check;

        seen!.Disposals.Should().Be(0);
        held.End();

        await Eventually.TrueAsync(() => seen.Disposals == 1);
    }

    [Fact]
    public async Task Service_DisposalFails_IsAFailedCheck()
    {
        await using var host = new ProbeHost(static checks =>
        {
            checks.Services.AddScoped<Undisposable>();
            checks.AddPhilaeProbe<Undisposable>("p", static (_, _) => Task.CompletedTask);
        });

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be("probe check failed: cannot close");
    }

    [Fact]
    public async Task Host_DisposedBetweenChecks_NoCheckStartsAndTheAnswerIsThereAtOnce()
    {
        int runs = 0;
        var time = new FakeTimeProvider();
        var host = new ProbeHost(checks => checks.AddPhilaeProbe("p", _ => Task.FromResult(++runs)), time);
        PhilaeProber prober = host.Prober;
        (await prober.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        await host.DisposeAsync();

        HealthReport report = await prober.CheckAsync().WaitAsync(TimeSpan.FromMinutes(1));

        ProbeHost.Reason(report).Should().Be("probe check failed: the application has stopped: cancelled");
        runs.Should().Be(1);
    }

    private sealed class Scoped : IAsyncDisposable
    {
        public int Disposals { get; private set; }

        public ValueTask DisposeAsync()
        {
            Disposals++;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Undisposable : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.FromException(new ProbeException("cannot close"));
    }

    private sealed class AsyncProbe : IProbe, IAsyncDisposable
    {
        public string Name => "p";

        public int Disposals { get; private set; }

        public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync()
        {
            Disposals++;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class SyncProbe : IProbe, IDisposable
    {
        public string Name => "its own name";

        public int Runs { get; private set; }

        public int Disposals { get; private set; }

        public Task CheckAsync(CancellationToken cancellationToken)
        {
            Runs++;
            return Task.CompletedTask;
        }

        public void Dispose() => Disposals++;
    }
}
