using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Tests.LoopDetection;

public sealed class LateProbesTests
{
    private static readonly MemberState State = new("id.all", 1, default, null, []);

    [Fact]
    public void Hear_TheLateRunIsStillInFlight_StaysLate()
    {
        LateProbes late = LateProbes.None.Record(Answer(["db"]), hasShortBudget: false, Ms(900));

        late.Record(Answer([], ("db", 0)), hasShortBudget: false, Ms(950)).ForAll.Should().Equal("db");
    }

    [Fact]
    public void Hear_AnotherRunIsInFlight_IsOver()
    {
        LateProbes late = LateProbes.None.Record(Answer(["db"]), hasShortBudget: false, Ms(900));

        late.Record(Answer([], ("db", 901)), hasShortBudget: false, Ms(950)).ShortBudget.Should().BeEmpty("what was known before that run is the late one's outcome");
    }

    [Fact]
    public void Hear_NothingIsInFlight_IsOver()
    {
        LateProbes late = LateProbes.None.Record(Answer(["db"]), hasShortBudget: false, Ms(900));

        late.Record(Answer([]), hasShortBudget: false, Ms(950)).ShortBudget.Should().BeEmpty();
    }

    [Fact]
    public void Hear_LateInHaste_IsNotForAll()
    {
        LateProbes late = LateProbes.None.Record(Answer(["db"]), hasShortBudget: true, Ms(100));

        late.ForAll.Should().BeEmpty();
        late.ShortBudget.Should().Equal("db");
        late.Record(Answer([], ("db", 0)), hasShortBudget: false, Ms(150)).ForAll.Should().BeEmpty();
    }

    [Fact]
    public void Hear_LateForAllAndThenInHaste_StaysForAll()
    {
        LateProbes late = LateProbes.None.Record(Answer(["db"]), hasShortBudget: false, Ms(100));

        late.Record(Answer(["db"], ("db", 0)), hasShortBudget: true, Ms(150)).ForAll.Should().Equal("db");
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static MembersHeader Answer(string[] late, params (string Name, int Began)[] inFlight) =>
        new([State], late, [.. inFlight.Select(static run => new MemberRun(run.Name, Ms(run.Began)))]);
}
