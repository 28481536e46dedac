using Philae.HealthChecks.TestKit.Misbehaving;

namespace Philae.HealthChecks.Tests.Misbehaving;

/// <summary>Anyone's health checks that misbehave and that nobody guards.</summary>
public sealed class MisbehavingUnguardedCheckTests
{
    /// <summary>
    /// Microsoft's engine runs such checks, and some kinds end the process there, with or without this library: Exception.ToString() of an
    /// exception that has no end, in the engine's log, and a callback that throws, which the engine's own timer calls.
    /// </summary>
    public static TheoryData<string> Kinds => [.. Misbehaviours.All.Keys.Where(static kind => !Array.Exists(EndTheProcess, part => kind.Contains(part, StringComparison.Ordinal)))];

    private static readonly string[] EndTheProcess = ["own cause", "levels", "callback of its token throws"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Prober_AnyMisbehaviour_AnswersInEveryForm(string kind) => MisbehavingCheck.AssertProberAnswersAsync(kind, MisbehavingCheck.Unguarded);
}
