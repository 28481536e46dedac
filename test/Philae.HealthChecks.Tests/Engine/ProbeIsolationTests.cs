using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>A run takes nothing of its caller's along.</summary>
public sealed class ProbeIsolationTests
{
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
        await MicrosoftEngine.Call(host);
        (inFactory, inCheck).Should().Be((none, none));
        inCheck = null;
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        inCheck.Should().Be(none);

        State().Should().Be(("the request's", activity, "tr-TR", "fr-FR"));

        (string? Local, Activity? Activity, string Culture, string UICulture) State() =>
            (local.Value, Activity.Current is { OperationName: "request" } request ? request : null, CultureInfo.CurrentCulture.Name, CultureInfo.CurrentUICulture.Name);
    }

    [Fact]
    public async Task Check_IsCutOff_ItsTokensCallbacksHaveNoneEither()
    {
        // On the real clock: a callback that takes no state along itself is called in that of the deadline's timer.
        var local = new AsyncLocal<string>();
        var seen = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = new ProbeHost(checks =>
        {
            checks.Services.Configure<PhilaeOptions>(static options => options.Deadline = TimeSpan.FromMilliseconds(200));
            checks.AddPhilaeProbe("p", token =>
            {
                token.UnsafeRegister(_ => seen.SetResult(local.Value), null);
                return seen.Task;
            });
        });
        local.Value = "the request's";

        HealthReportEntry entry = await host.CheckAsync();

        (await seen.Task).Should().BeNull();
        entry.Description.Should().Be("prober: context deadline exceeded");
    }

    [Fact]
    public async Task Check_CallerSuppressesTheFlowItself_RunsAllTheSame()
    {
        await using var host = new ProbeHost(static checks => checks.AddPhilaeProbe("p", static _ => Task.CompletedTask));
        Task<HealthCheckResult> check;
        using (ExecutionContext.SuppressFlow())
        {
            check = MicrosoftEngine.Call(host);
        }

        (await check).Status.Should().Be(HealthStatus.Healthy);
    }
}
