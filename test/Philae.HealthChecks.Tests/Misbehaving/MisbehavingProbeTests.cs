using Philae.HealthChecks.TestKit.Misbehaving;

namespace Philae.HealthChecks.Tests.Misbehaving;

/// <summary>Probes that misbehave.</summary>
public sealed class MisbehavingProbeTests
{
    public static TheoryData<string> Kinds => [.. Misbehaviours.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Prober_AnyMisbehaviour_AnswersInEveryFormAndChecksAfresh(string kind) => MisbehavingCheck.AssertProberAnswersAsync(kind, MisbehavingCheck.Probe);

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task MicrosoftsEngine_AnyMisbehaviour_AnswersInEveryForm(string kind) => MisbehavingCheck.AssertEngineAnswersAsync(kind, MisbehavingCheck.Probe);
}
