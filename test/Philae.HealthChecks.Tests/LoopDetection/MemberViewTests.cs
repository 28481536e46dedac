using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Tests.LoopDetection;

public sealed class MemberViewTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public void Hear_OlderStateFromSomebodyElse_DoesNotReplaceANewerOne()
    {
        MemberView view = MemberView.None
            .Record([State("b", 1, null, "c"), State("c", 17, "db")], Limit)
            .Record([State("b2", 1, null, "c"), State("c", 16, null)], Limit);

        Failures(view).Should().Equal("b2 -> c: db");
    }

    [Fact]
    public void Hear_NewerState_ReplacesItWhicheverWayItComes()
    {
        MemberView view = MemberView.None
            .Record([State("b", 1, null, "c"), State("c", 17, "db")], Limit)
            .Record([State("b2", 1, null, "c"), State("c", 18, null)], Limit);

        Failures(view).Should().BeEmpty();
    }

    [Fact]
    public void Hear_NothingOfAServiceThatIsSick_KeepsIt()
    {
        MemberView view = MemberView.None
            .Record([State("b", 1, null, "c"), State("c", 17, "db")], Limit)
            .Record([State("b", 2, null, "c")], Limit);

        Failures(view).Should().Equal("b -> c: db");
    }

    [Fact]
    public void Hear_TargetNoLongerLeadsThere_Forgets()
    {
        MemberView view = MemberView.None
            .Record([State("b", 1, null, "c"), State("c", 17, "db")], Limit)
            .Record([State("b", 2, null, "c2"), State("c2", 1, null)], Limit);

        Failures(view).Should().BeEmpty();
        view.States.Should().HaveCount(2);
    }

    [Fact]
    public void Hear_AnotherTargetThatDoesNotKnowYetWhomItProbes_KeepsThoseBehindTheOneBefore()
    {
        MemberView known = MemberView.None.Record([State("b", 1, "its own", "c"), State("c", 17, "db")], Limit);
        MemberView restarted = known.Record([new("b2.all", 1, default, null, [new("c", null)])], Limit);

        Failures(restarted).Should().Equal("b2 -> c: db");
        Failures(restarted.Record([State("b2", 2, null, "c"), State("c", 18, null)], Limit)).Should().BeEmpty();
    }

    [Fact]
    public void Hear_LieOfAServiceAboutAnother_IsOutlivedByTheTruth()
    {
        MemberView view = MemberView.None.Record([State("b", 1, null, "c"), State("c", 1_000_000, null)], Limit);

        view = view.Record([State("b", 2, null, "c"), State("c", 18, "db") with { Made = Limit + TimeSpan.FromSeconds(1) }], Limit);

        Failures(view).Should().Equal("b -> c: db");
    }

    [Fact]
    public void Failures_ThisServiceAndWhatIsOnlyBehindIt_DoNotCount()
    {
        MemberView view = MemberView.None.Record([State("b", 1, null, "self"), State("self", 3, "db", "d"), State("d", 1, "db")], Limit);

        Failures(view).Should().BeEmpty();
    }

    [Fact]
    public void Failures_OfAnotherGroupOfTheSameService_AreNotThoseOfThisOne()
    {
        MemberView view = MemberView.None.Record([State("b", 1, null), new("b.other", 2, default, "not asked for", [])], Limit);

        Failures(view).Should().BeEmpty();
    }

    [Fact]
    public void Of_TwoViewsOfOneService_TheNewestIsPassedOn()
    {
        MemberView old = MemberView.None.Record([State("b", 1, null, "c"), State("c", 17, null)], Limit);
        MemberView young = MemberView.None.Record([State("d", 1, null, "c"), State("c", 18, "db")], Limit);

        MemberAnswer.Of(State("a", 5, null, "b", "d"), [young, old], Limit).Single(static state => state.IsOf("c")).Failure.Should().Be("db");
        MemberAnswer.Of(State("a", 5, null, "b", "d"), [old, young], Limit).Single(static state => state.IsOf("c")).Failure.Should().Be("db");
    }

    private static MemberState State(string id, long sequence, string? failure, params string[] links) =>
        new(id + ".all", sequence, default, failure, [.. links.Select(static link => new MemberLink(link, link + ".all"))]);

    private static IEnumerable<string> Failures(MemberView view) =>
        view.Failures("self").Select(failure => $"{MemberState.ServiceOf(view.Root!)} -> {failure.Link}: {failure.Text}");
}
