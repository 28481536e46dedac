using System.Globalization;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Tests.LoopDetection;

public sealed class MembersHeaderTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(100);

    [Fact]
    public void Format_EverythingInIt_IsReadAgain()
    {
        var header = new MembersHeader(
            [
                new("a.1", 7, Now, "db, cache; = & , \u00e9\u20ac: gone", [new("next, one", "b.2"), new("new", null)]),
                new("b.2", 9, Now - TimeSpan.FromMilliseconds(12), null, [new("back", "a.1")]),
            ],
            ["slow; one"],
            [new("next, one", Now - TimeSpan.FromMilliseconds(30))]);

        string text = header.Format(named: true, Now)!;

        text.Should().Be(
            "a.1;7;0;!db%2C%20cache%3B%20%3D%20%26%20%2C%20%C3%A9%E2%82%AC%3A%20gone;next%2C%20one=1&new=?;slow%3B%20one;next%2C%20one=30,b.2;9;12;;back=0");
        MembersHeader.Parse(text, Now).Should().BeEquivalentTo(header);
    }

    [Fact]
    public void Format_NotNamed_HoldsNoNameAndNoReasonButTheVerdict()
    {
        var header = new MembersHeader([new("a.1", 7, Now, "db: gone", [new("next", "b.2")]), new("b.2", 9, Now, null, [])], ["slow"], [new("next", Now)]);

        string text = header.Format(named: false, Now)!;

        text.Should().Be("a.1;7;0;!;=1;?;?=0,b.2;9;0;;");
        MembersHeader read = MembersHeader.Parse(text, Now)!;
        read.States[0].Failure.Should().NotBeNull();
        read.Late.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(10, 200)]
    [InlineData(30, 200)]
    [InlineData(30, 20)]
    public void Format_MuchToSay_FitsWithinALineAProxyTakesAndKeepsEveryVerdict(int services, int length)
    {
        var header = new MembersHeader(
            [.. Enumerable.Range(0, services).Select(service => new MemberState(Node(service), service, Now, new string('\u20ac', length), [new("next", Node((service + 1) % services))]))], [], []);

        string text = header.Format(named: true, Now)!;

        text.Length.Should().BeLessThanOrEqualTo(3000);
        MembersHeader read = MembersHeader.Parse(text, Now)!;
        read.States.Should().OnlyContain(static state => state.Failure != null).And.HaveCount(services);
        read.States[0].Links.Should().ContainSingle().Which.Name.Should().Be("next");
    }

    [Fact]
    public void Format_MoreServicesThanFit_IsNothing() =>
        new MembersHeader([.. Enumerable.Range(0, 200).Select(static service => new MemberState(Node(service), service, Now, null, []))], [], []).Format(named: true, Now).Should().BeNull();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("a.1")]
    [InlineData("a.1;7;0;")]
    [InlineData("a;7;0;;")]
    [InlineData("a.;7;0;;")]
    [InlineData(".1;7;0;;")]
    [InlineData("a.1;x;0;;")]
    [InlineData("a.1;-7;0;;")]
    [InlineData("a.1;7;;;")]
    [InlineData("a.1;99999999999999999999;0;;")]
    [InlineData("a.1;7;0;;next")]
    [InlineData("a.1;7;0;;next=1")]
    [InlineData("a.1;7;0;;next=-1")]
    [InlineData("a.1;7;0;;next=x")]
    [InlineData("<script>.1;7;0;;")]
    [InlineData("a.1;7;0;;;;next")]
    [InlineData("a.1;7;0;;,b")]
    public void Parse_AnythingElse_IsNothing(string? text) => MembersHeader.Parse(text, Now).Should().BeNull();

    [Fact]
    public void Parse_RandomRubbish_NeverThrows()
    {
        const string characters = "ab1.;,!=&?%20 -\u20ac\u0000";
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => characters[random.Next(characters.Length)]));
            if (MembersHeader.Parse(text, Now) is { } header)
            {
                MemberView.None.Record(header.States, Now).Failures("a").Count().Should().BeLessThanOrEqualTo(header.States.Count);
            }
        }
    }

    [Fact]
    public void Parse_LongerThanALine_IsNothing() => MembersHeader.Parse("a.1;7;0;!" + new string('x', 3000) + ";", Now).Should().BeNull();

    private static string Node(int service) => string.Create(CultureInfo.InvariantCulture, $"{service:d32}.0123abcd");
}
