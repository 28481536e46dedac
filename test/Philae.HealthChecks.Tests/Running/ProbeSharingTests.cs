using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Running;

/// <summary>A run belongs to no caller: all share it, none can spoil it, and it takes nothing of theirs along.</summary>
public sealed class ProbeSharingTests
{
    [Fact]
    public async Task Check_ManyCallersAtATime_ShareOneRun()
    {
        var held = new HeldCheck();
        await using ProbeHost host = Host(held.CheckAsync);

        // Whoever has a task back has joined.
        Task<HealthCheckResult>[] callers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Factory.StartNew(() => Call(host), TaskCreationOptions.LongRunning)));
        await held.Started;
        held.Fail(new ProbeException("down"));

        (await Task.WhenAll(callers)).Should().OnlyContain(static result => result.Status == HealthStatus.Unhealthy && result.Description == "down");
        held.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Check_OneAfterAnother_AreRunsOfTheirOwn()
    {
        int runs = 0;
        await using ProbeHost host = Host(_ => Task.FromResult(Interlocked.Increment(ref runs)));

        await host.CheckAsync();
        await host.CheckAsync();
        await host.CheckAsync();

        runs.Should().Be(3);
    }

    [Fact]
    public async Task Check_OneCallerCancels_TheOthersAndTheRunAreUnharmed()
    {
        var held = new HeldCheck();
        await using ProbeHost host = Host(held.CheckAsync);
        using var leaving = new CancellationTokenSource();
        Task<HealthCheckResult> first = Call(host, leaving.Token);
        Task<HealthCheckResult> second = Call(host);
        await held.Started;

        await leaving.CancelAsync();

        await first.Invoking(static task => task).Should().ThrowAsync<OperationCanceledException>();
        held.Token.IsCancellationRequested.Should().BeFalse();
        held.End();
        (await second).Status.Should().Be(HealthStatus.Healthy);
        held.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Check_TheOnlyCallerCancels_TheRunGoesOnForTheNext()
    {
        var held = new HeldCheck();
        await using ProbeHost host = Host(held.CheckAsync);
        using var leaving = new CancellationTokenSource();
        Task<HealthReport> first = host.Prober.CheckAsync(leaving.Token);
        await held.Started;

        await leaving.CancelAsync();
        await first.Invoking(static task => task).Should().ThrowAsync<OperationCanceledException>();
        Task<HealthCheckResult> second = Call(host);
        held.Token.IsCancellationRequested.Should().BeFalse();
        held.End();

        (await second).Status.Should().Be(HealthStatus.Healthy);
        held.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Check_CallerHasAlreadyGone_StartsNothing()
    {
        var held = new HeldCheck();
        await using ProbeHost host = Host(held.CheckAsync);

        await FluentActions.Invoking(() => Call(host, new CancellationToken(true))).Should().ThrowAsync<OperationCanceledException>();

        held.End();
        await Call(host);
        held.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Check_CallerHasAmbientState_TheRunHasNone()
    {
        var local = new AsyncLocal<string>();
        (string? Local, Activity? Activity, string Culture, string UICulture)? inFactory = null;
        (string? Local, Activity? Activity, string Culture, string UICulture)? inCheck = null;
        await using var host = new ProbeHost(checks => checks
            .AddPhilaeProbe(
                _ =>
                {
                    inFactory = State();
                    return new FuncProbe("p", async () =>
                    {
                        await Task.Yield();
                        inCheck = State();
                    });
                },
                "p"));
        var none = State();
        local.Value = "the request's";
        using Activity activity = new Activity("request").Start();
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (new CultureInfo("tr-TR"), new CultureInfo("fr-FR"));

        // Straight, from the caller's own thread, and through Microsoft's engine.
        await Call(host);
        (inFactory, inCheck).Should().Be((none, none));
        inCheck = null;
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        inCheck.Should().Be(none);

        State().Should().Be(("the request's", activity, "tr-TR", "fr-FR"));

        (string? Local, Activity? Activity, string Culture, string UICulture) State() =>
            (local.Value, Activity.Current, CultureInfo.CurrentCulture.Name, CultureInfo.CurrentUICulture.Name);
    }

    [Fact]
    public async Task Check_CallerSuppressesTheFlowItself_RunsAllTheSame()
    {
        await using ProbeHost host = Host(static _ => Task.CompletedTask);
        Task<HealthCheckResult> check;
        using (ExecutionContext.SuppressFlow())
        {
            check = Call(host);
        }

        (await check).Status.Should().Be(HealthStatus.Healthy);
    }

    private static ProbeHost Host(Func<CancellationToken, Task> check) => new(checks => checks.AddPhilaeProbe("p", check));

    // What the engine does with a registration, on the caller's own thread.
    private static Task<HealthCheckResult> Call(ProbeHost host, CancellationToken cancellationToken = default)
    {
        HealthCheckRegistration registration = host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single();
        return registration.Factory(host.Services).CheckHealthAsync(new HealthCheckContext { Registration = registration }, cancellationToken);
    }
}
