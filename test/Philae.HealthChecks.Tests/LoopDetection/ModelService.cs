using System.Globalization;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Tests.LoopDetection;

/// <summary>A service of the model: a probe of its own, which is well or not, and probes of other services.</summary>
internal sealed class ModelService(int number, int[] targets)
{
    private int _starts;
    private long _sequence;

    public ModelEdge[] Edges { get; private set; } = [];

    public string Id { get; private set; } = "";

    /// <summary>Whether its own probe fails.</summary>
    public bool IsSick { get; set; }

    /// <summary>Whether nobody gets an answer.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether it says whatever comes to mind of the others.</summary>
    public Random? Lies { get; set; }

    /// <summary>Begins anew: with another id, and knowing nothing.</summary>
    public void Start()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"s{number}-{_starts++}");
        _sequence = 0;
        Edges = [.. targets.Select(static (target, edge) => new ModelEdge(string.Create(CultureInfo.InvariantCulture, $"e{edge}"), target))];
    }

    public string Answer(TimeSpan now, TimeSpan limit)
    {
        string[] failures = [.. (IsSick ? ["own"] : Array.Empty<string>()), .. Edges.Where(static edge => edge.GaveNoAnswer).Select(static edge => edge.Name)];
        MemberLink[] links = [.. Edges.Where(static edge => !edge.GaveNoAnswer).SelectMany(static edge => LoopRule.Links(edge.Name, edge.View, edge.HasEnded))];
        var own = new MemberState(Id + ".all", ++_sequence, now, failures.Length == 0 ? null : string.Join(", ", failures), links);
        IReadOnlyList<MemberState> states = MemberAnswer.Of(own, Edges.Select(static edge => edge.View), limit);
        if (Lies is { } random)
        {
            states = [own, .. states.Skip(1).Select(state => state with { Sequence = 1_000_000 + random.Next(1_000_000), Made = now, Failure = random.Next(2) == 0 ? null : "lie" })];
        }

        return new MembersHeader(states, [], []).Format(named: true, now)!;
    }
}
