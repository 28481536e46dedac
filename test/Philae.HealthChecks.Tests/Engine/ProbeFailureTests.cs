using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>What is made of whatever a check throws.</summary>
public sealed class ProbeFailureTests
{
    private static readonly SocketException Refused = new((int)SocketError.ConnectionRefused);

    public static TheoryData<string, Func<Task>, string> Failures() => new()
    {
        { "throws without a task", static () => throw new ProbeException("down"), "probe check failed: down" },
        { "no task", static () => null!, "probe check failed" },
        { "a level", static () => Task.FromException(new ProbeException("down")), "probe check failed: down" },
        { "levels", static () => Task.FromException(new ProbeException("a", new ProbeException("b", Refused))), "probe check failed: a: b: connection refused" },
        { "a level with a reason", static () => Task.FromException(new ProbeException("a", FailureReason.Unavailable)), "probe check failed: a: unavailable" },
        {
            "a reason given and one derived",
            static () => Task.FromException(new ProbeException("a", FailureReason.AccessDenied, Refused)),
            "probe check failed: a: access denied"
        },
        { "foreign, of a known reason", static () => Task.FromException(Refused), "probe check failed: connection refused" },
        { "foreign", static () => Task.FromException(new InvalidOperationException("text")), "probe check failed" },
        { "foreign around a level", static () => Task.FromException(new InvalidOperationException("text", new ProbeException("a"))), "probe check failed" },
        { "level around foreign", static () => Task.FromException(new ProbeException("a", new InvalidOperationException("text"))), "probe check failed: a" },
        { "aggregate", static () => Task.FromException(new AggregateException(new ProbeException("a"))), "probe check failed: a" },
        {
            "aggregates, the first counts",
            static () => Task.FromException(new AggregateException(new AggregateException(Refused, new ProbeException("b")), new ProbeException("c"))),
            "probe check failed: connection refused"
        },
        { "aggregates of a level", static () => Task.FromException(new AggregateException(new AggregateException(new ProbeException("a")))), "probe check failed: a" },
        { "empty aggregate", static () => Task.FromException(new AggregateException()), "probe check failed" },
        { "level around aggregate", static () => Task.FromException(new ProbeException("a", new AggregateException(Refused))), "probe check failed: a: connection refused" },
        { "cancelled by itself", static () => Task.FromCanceled(new CancellationToken(true)), "probe check failed: cancelled" },
        { "timed out by itself", static () => Task.FromException(new TimeoutException("text")), "probe check failed: timed out" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Check_Throws_PublishesLevelsAndReasonsAlone(string what, Func<Task> check, string reason)
    {
        await using var host = new ProbeHost(checks => checks.AddPhilaeProbe("delegate", _ => check()).AddPhilaeProbe(new FuncProbe("instance", check)));

        HealthReport report = await host.Prober.CheckAsync();

        byte[] body = Encoding.UTF8.GetBytes(ProbeHost.Json(report));
        PhilaeReport.Read(body).Probes.Select(static probe => probe.Error?.ToString()).Should().Equal([reason, reason], what);
        report.Entries.Values.Select(static entry => entry.Description).Should().OnlyContain(description => reason.EndsWith(description!, StringComparison.Ordinal));
    }
}
