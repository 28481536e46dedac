using Philae.HealthChecks.TestKit.Misbehaving;

namespace Philae.HealthChecks.Tests.Misbehaving;

/// <summary>Anyone's health checks that misbehave, under <c>AddPhilaeGuardsForOtherChecks()</c>.</summary>
public sealed class MisbehavingGuardedCheckTests
{
    public static TheoryData<string> Kinds => [.. Misbehaviours.All.Keys];

    /// <summary>Microsoft's engine itself enumerates the data of a result for its log.</summary>
    public static TheoryData<string> EngineKinds => [.. Misbehaviours.All.Keys.Where(static kind => !(kind.StartsWith("data", StringComparison.Ordinal) && kind.EndsWith("blocks", StringComparison.Ordinal)))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Prober_AnyMisbehaviour_AnswersInEveryFormAndChecksAfresh(string kind) => MisbehavingCheck.AssertProberAnswersAsync(kind, MisbehavingCheck.Guarded);

    [Theory]
    [MemberData(nameof(EngineKinds))]
    public Task MicrosoftsEngine_AnyMisbehaviour_AnswersInEveryForm(string kind) => MisbehavingCheck.AssertEngineAnswersAsync(kind, MisbehavingCheck.Guarded);
}
