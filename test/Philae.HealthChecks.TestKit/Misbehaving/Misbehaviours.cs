using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.TestKit.Misbehaving;

/// <summary>One kind of misbehaviour.</summary>
/// <param name="Ends">Whether the check ends by itself: the next request then checks afresh.</param>
/// <param name="Expected">What is to be reported: the check's real state, and never better than that.</param>
/// <param name="Check">The check. The gate is opened when the test is over.</param>
public sealed record Misbehaviour(bool Ends, HealthStatus Expected, Func<Gate, CancellationToken, Task<HealthCheckResult>> Check);

/// <summary>Checks that misbehave, one of each kind: in what they return, throw, and do to their thread.</summary>
public static class Misbehaviours
{
    private const int Huge = 10_000_000;

    private static readonly Action Throw = static () => throw new InvalidOperationException("a member threw");

    public static IReadOnlyDictionary<string, Misbehaviour> All { get; } = Make();

    /// <summary>The bad members that every exception and every text may have, by what they do when they are read.</summary>
    private static IEnumerable<(string Name, bool Ends, Func<Gate, ExceptionMembers> Make)> Members() =>
    [
        ("message throws", true, static _ => new(static _ => throw new InvalidOperationException("message"))),
        ("message throws from the second read on", true, static _ => new(static read => read == 1 ? "once" : throw new InvalidOperationException("message"))),
        ("message blocks", false, static gate => new(_ => Blocked(gate, "late"))),
        ("message blocks from the second read on", true, static gate => new(read => read == 1 ? "once" : Blocked(gate, "late"))),
        ("message is null", true, static _ => new(static _ => null)),
        ("message is huge", true, static _ => new(static _ => new string('x', Huge))),
        ("message changes", true, static _ => new(static read => $"read {read}")),
        ("message has control characters", true, static _ => new(static _ => "a\r\nb\0c\u2028d\u202ee\ud800")),
        ("message looks like an endless secret", true, static _ => new(static _ => "pass=" + new string(' ', Huge))),
        ("message interrupts", true, static _ => new(static _ => Interrupted("interrupts"))),
        ("other members throw", true, static _ => new(Others: Throw)),
        ("other members block", true, static gate => new(Others: gate.Block)),
    ];

    private static Dictionary<string, Misbehaviour> Make()
    {
        var all = new Dictionary<string, Misbehaviour>
        {
            // What it returns
            ["description is huge"] = Returns(static _ => HealthCheckResult.Unhealthy(new string('x', Huge))),
            ["description looks like an endless secret"] = Returns(static _ => HealthCheckResult.Unhealthy("pass=" + new string(' ', Huge))),
            ["degraded description looks like an endless secret"] = Returns(static _ => HealthCheckResult.Degraded("pass=" + new string(' ', Huge)), HealthStatus.Degraded),
            ["description is null"] = Returns(static _ => HealthCheckResult.Unhealthy(null)),
            ["description has control characters"] = Returns(static _ => HealthCheckResult.Unhealthy("a\r\nb\0c\u2028d\u202ee\ud800")),
            ["data throws"] = Returns(static _ => HealthCheckResult.Unhealthy("down", null, new HostileDictionary(Throw))),
            ["data of a healthy result throws"] = Returns(static _ => HealthCheckResult.Healthy("up", new HostileDictionary(Throw)), HealthStatus.Healthy),
            ["data blocks"] = Returns(static gate => HealthCheckResult.Unhealthy("down", null, new HostileDictionary(gate.Block))),
            ["data of a healthy result blocks"] = Returns(static gate => HealthCheckResult.Healthy("up", new HostileDictionary(gate.Block)), HealthStatus.Healthy),
            ["data interrupts"] = Returns(static _ => HealthCheckResult.Unhealthy("down", null, new HostileDictionary(Thread.CurrentThread.Interrupt))),
            ["status is above all"] = Returns(static _ => new HealthCheckResult((HealthStatus)5)),
            ["status is below all"] = Returns(static _ => new HealthCheckResult((HealthStatus)(-1))),
            ["status is the least"] = Returns(static _ => new HealthCheckResult((HealthStatus)int.MinValue)),
            ["result is the default"] = Returns(static _ => default),
            ["healthy with an exception"] = Returns(static _ => new HealthCheckResult(HealthStatus.Healthy, null, new HostileException(new(static _ => throw new InvalidOperationException("message")))), HealthStatus.Healthy),
            ["task is null"] = new(true, HealthStatus.Unhealthy, static (_, _) => null!),

            // How it ends
            ["throws at once"] = new(true, HealthStatus.Unhealthy, static (_, _) => throw new InvalidOperationException("at once")),
            ["throws null"] = new(true, HealthStatus.Unhealthy, static (_, _) => throw null!),
            ["throws an empty aggregate"] = Throws(static _ => new AggregateException()),
            ["throws an aggregate of hostile ones"] = Throws(static _ => new AggregateException(Enumerable.Range(0, 100).Select(static _ => new HostileException(new(static _ => "part"))))),
            ["throws what is its own cause"] = Throws(static _ => OddExceptions.Cyclic(new InvalidOperationException("cyclic"))),
            ["throws an aggregate that is its own cause"] = Throws(static _ => OddExceptions.Cyclic(new AggregateException(new InvalidOperationException("cyclic")))),
            ["throws a probe exception that is its own cause"] = Throws(static _ => OddExceptions.Cyclic(new ProbeException("cyclic"))),
            ["throws a hundred thousand levels"] = Throws(static _ => OddExceptions.Deep(100_000)),
            ["throws a time-out"] = Throws(static _ => new TimeoutException("its own")),
            ["throws a cancellation of its own"] = Throws(static _ => new OperationCanceledException("its own")),
            ["throws an interrupt"] = Throws(static _ => new ThreadInterruptedException("its own")),
            ["throws out of memory"] = Throws(static _ => new InsufficientMemoryException("its own")),
            ["is cancelled by nobody"] = new(true, HealthStatus.Unhealthy, static (_, _) => Task.FromCanceled<HealthCheckResult>(new CancellationToken(canceled: true))),
            ["never ends"] = new(false, HealthStatus.Unhealthy, static (_, _) => new TaskCompletionSource<HealthCheckResult>().Task),
            ["ends in a callback of its token"] = new(true, HealthStatus.Unhealthy, static (_, token) => Ending(token)),

            // What it does to its thread
            ["blocks its thread"] = new(false, HealthStatus.Unhealthy, static (gate, _) => Task.FromResult(Blocked(gate, HealthCheckResult.Healthy()))),
            ["blocks a thread of the pool"] = new(false, HealthStatus.Unhealthy, static async (gate, _) =>
            {
                await Task.Yield();
                return Blocked(gate, HealthCheckResult.Healthy());
            }),
            ["interrupts its thread"] = new(true, HealthStatus.Healthy, static (_, _) => Task.FromResult(Interrupted(HealthCheckResult.Healthy()))),
            ["interrupts its thread and throws"] = new(true, HealthStatus.Unhealthy, static (_, _) => Interrupted(throws: true)),
            ["interrupts its thread and goes on elsewhere"] = new(true, HealthStatus.Healthy, static async (_, _) =>
            {
                Thread.CurrentThread.Interrupt();
                await Task.Delay(1, CancellationToken.None);
                return HealthCheckResult.Healthy();
            }),
            ["interrupts a thread of the pool"] = new(true, HealthStatus.Healthy, static async (_, _) =>
            {
                await Task.Delay(1, CancellationToken.None);
                return Interrupted(HealthCheckResult.Healthy());
            }),
            ["interrupts its thread and blocks"] = new(false, HealthStatus.Unhealthy, static (gate, _) => Task.FromResult(Blocked(gate, Interrupted(HealthCheckResult.Healthy())))),
            ["changes its thread"] = new(true, HealthStatus.Healthy, static (_, _) =>
            {
                Thread.CurrentThread.Priority = ThreadPriority.Lowest;
                CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
                SynchronizationContext.SetSynchronizationContext(new NoContext());
                ExecutionContext.SuppressFlow();
                Activity.Current = new Activity("its own").Start();
                return Task.FromResult(HealthCheckResult.Healthy());
            }),
            ["leaves a task that fails"] = new(true, HealthStatus.Healthy, static (_, _) =>
            {
                _ = Task.FromException(new InvalidOperationException("left behind"));
                return Task.FromResult(HealthCheckResult.Healthy());
            }),

            // What it does with its token
            ["callback of its token throws"] = new(false, HealthStatus.Unhealthy, static (_, token) => Registered(static () => throw new InvalidOperationException("callback"), token)),
            ["callback of its token blocks"] = new(false, HealthStatus.Unhealthy, static (gate, token) => Registered(gate.Block, token)),
            ["callback of its token interrupts"] = new(false, HealthStatus.Unhealthy, static (_, token) => Registered(Thread.CurrentThread.Interrupt, token)),
        };
        foreach ((string name, bool ends, Func<Gate, ExceptionMembers> members) in Members())
        {
            all[$"throws, {name}"] = new(ends, HealthStatus.Unhealthy, (gate, _) => throw new HostileException(members(gate)));
            all[$"throws a probe exception, {name}"] = new(ends, HealthStatus.Unhealthy, (gate, _) => throw new HostileProbeException(members(gate)));
            all[$"returns an exception, {name}"] = new(ends, HealthStatus.Unhealthy, (gate, _) => Task.FromResult(HealthCheckResult.Unhealthy("down", new HostileException(members(gate)))));
            all[$"returns a probe exception, {name}"] = new(ends, HealthStatus.Unhealthy, (gate, _) => Task.FromResult(HealthCheckResult.Unhealthy("down", new HostileProbeException(members(gate)))));
            all[$"throws a cause, {name}"] = new(ends, HealthStatus.Unhealthy, (gate, _) => throw new ProbeException("down", new HostileException(members(gate))));
            all[$"is degraded, {name}"] = new(ends, ends ? HealthStatus.Degraded : HealthStatus.Unhealthy, (gate, _) => Task.FromResult(HealthCheckResult.Degraded("slow", new HostileException(members(gate)))));
        }

        return all;
    }

    private static Misbehaviour Returns(Func<Gate, HealthCheckResult> result, HealthStatus expected = HealthStatus.Unhealthy) =>
        new(true, expected, (gate, _) => Task.FromResult(result(gate)));

    private static Misbehaviour Throws(Func<Gate, Exception> exception) =>
        new(true, HealthStatus.Unhealthy, (gate, _) => Task.FromException<HealthCheckResult>(exception(gate)));

    private static T Blocked<T>(Gate gate, T value)
    {
        gate.Block();
        return value;
    }

    private static T Interrupted<T>(T value)
    {
        Thread.CurrentThread.Interrupt();
        return value;
    }

    private static Task<HealthCheckResult> Interrupted(bool throws)
    {
        Thread.CurrentThread.Interrupt();
        return throws ? throw new InvalidOperationException("interrupted") : Task.FromResult(HealthCheckResult.Healthy());
    }

    private static Task<HealthCheckResult> Ending(CancellationToken token)
    {
        var end = new TaskCompletionSource<HealthCheckResult>(); // what goes on at once goes on in the callback
        token.Register(() => end.TrySetResult(HealthCheckResult.Healthy()));
        return end.Task;
    }

    private static Task<HealthCheckResult> Registered(Action callback, CancellationToken token)
    {
        token.Register(callback);
        return new TaskCompletionSource<HealthCheckResult>().Task;
    }

    private sealed class NoContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            // Whatever is sent here never runs.
        }
    }
}
