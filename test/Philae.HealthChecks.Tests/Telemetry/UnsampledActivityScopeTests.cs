using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Telemetry;

/// <summary>The activity in which checks begin: kept from run to run, and never with anything of an earlier one.</summary>
public sealed class QuietSurroundingsTests
{
    private static readonly Dictionary<string, Action<Activity>> Writes = new()
    {
        ["tag"] = static activity => activity.SetTag("user", "bob"),
        ["baggage"] = static activity => activity.SetBaggage("user", "bob"),
        ["event"] = static activity => activity.AddEvent(new ActivityEvent("login")),
        ["link"] = static activity => activity.AddLink(new ActivityLink(new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), default))),
        ["status"] = static activity => activity.SetStatus(ActivityStatusCode.Error),
        ["name"] = static activity => activity.DisplayName = "login",
        ["state"] = static activity => activity.TraceStateString = "user=bob",
        ["flags"] = static activity => activity.ActivityTraceFlags = ActivityTraceFlags.Recorded,
        ["stop"] = static activity => activity.Stop(),
    };

    public static TheoryData<string> Kinds => [.. Writes.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Check_WritesToTheActivityAroundIt_IsTheLastToSeeIt(string kind)
    {
        var seen = new List<(Activity Activity, bool IsQuiet)>();
        await using var host = new ProbeHost(builder => builder.AddPhilaeProbe("p", async _ =>
        {
            await Task.Yield();
            Activity around = Activity.Current!;
            seen.Add((around, !around.Recorded && !around.IsAllDataRequested && around.Parent is null));
            if (seen.Count == 2)
            {
                Writes[kind](around);
            }
        }));

        for (int run = 0; run < 4; run++)
        {
            await host.Prober.CheckAsync();
        }

        seen.Should().OnlyContain(static run => run.IsQuiet);
        seen[1].Activity.Should().BeSameAs(seen[0].Activity);
        seen[2].Activity.Should().NotBeSameAs(seen[1].Activity);
        seen[3].Activity.Should().BeSameAs(seen[2].Activity);
    }

    [Fact]
    public async Task Check_ListenerLeavesStateBehind_NoLaterRunHasIt()
    {
        var local = new AsyncLocal<string?>();
        var seen = new List<string?>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == PhilaeTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Name == "philae.probe left behind" ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStarted = activity => local.Value = activity.Id,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = new ProbeHost(builder => builder.AddPhilaeProbe("left behind", _ =>
        {
            seen.Add(local.Value);
            return Task.CompletedTask;
        }));

        await host.Prober.CheckAsync();
        await host.Prober.CheckAsync();

        seen.Should().Equal(null, null);
    }

    [Fact]
    public async Task Check_ListenerOfActivitiesThrows_IsHealthy()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name.Length == 0, // of activities that are of no source
            ActivityStarted = static activity =>
            {
                if (activity.OperationName == "philae.quiet")
                {
                    throw new InvalidOperationException("disk full");
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = new ProbeHost(static builder => builder.AddPhilaeProbe("p", static _ => Task.CompletedTask, timeout: TimeSpan.FromSeconds(30)));

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().BeNull();
    }
}
