using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Tests.LoopDetection;

/// <summary>
/// Services that probe each other, run as a state machine: everything that is under way is a step, and the seed decides which comes next.
/// The rule is the production code's: <see cref="LoopRule"/>, <see cref="MemberView"/>, <see cref="MemberAnswer"/>, <see cref="MembersHeader"/>.
/// </summary>
internal sealed class LoopModel
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private const int Depth = 8;

    private readonly Random _random;
    private readonly int[][] _addresses;
    private readonly List<Action> _steps = [];

    /// <param name="seed">Decides the order of steps.</param>
    /// <param name="addresses">Which services answer at each address.</param>
    /// <param name="targets">Which addresses each service probes.</param>
    public LoopModel(int seed, int[][] addresses, int[][] targets)
    {
        (_random, _addresses) = (new Random(seed), addresses);
        Services = [.. targets.Select(static (own, number) => new ModelService(number, own))];
        Array.ForEach(Services, static service => service.Start());
    }

    public ModelService[] Services { get; }

    public TimeSpan Now { get; set; }

    /// <summary>An outsider asks; the answer comes when its steps have been taken.</summary>
    public void Ask(int service, Action<bool> answer) =>
        _steps.Add(() => Handle(Services[service], Via.None, () => answer(!Services[service].IsSick && !Services[service].Edges.Any(edge => edge.IsDown(Services[service].Id)))));

    /// <summary>Takes one step; false where none is left.</summary>
    public bool Step()
    {
        if (_steps.Count == 0)
        {
            return false;
        }

        int index = _random.Next(_steps.Count);
        Action step = _steps[index];
        _steps[index] = _steps[^1];
        _steps.RemoveAt(_steps.Count - 1);
        Now += TimeSpan.FromMilliseconds(1);
        step();
        return true;
    }

    private void Handle(ModelService service, Via via, Action answer)
    {
        int waits = 1;
        ModelEdge[] edges = via.EndsAt(service.Id, Depth) ? [] : service.Edges;
        foreach (ModelEdge edge in edges)
        {
            LoopStep step = LoopRule.Step(via, edge.TargetId, edge.IsInFlight, edge.GaveNoAnswer);
            if (step is LoopStep.Start or LoopStep.Join)
            {
                waits++;
                edge.Waiting.Add(Done);
            }

            if (step == LoopStep.Start)
            {
                Begin(service, edge, via);
            }
        }

        Done();

        void Done()
        {
            if (--waits == 0)
            {
                _steps.Add(answer);
            }
        }
    }

    private void Begin(ModelService service, ModelEdge edge, Via via)
    {
        edge.IsInFlight = true;
        int[] replicas = _addresses[edge.Target];
        ModelService target = Services[replicas[_random.Next(replicas.Length)]];
        _steps.Add(() =>
        {
            if (target.IsSilent)
            {
                _steps.Add(() => End(edge, null, null));
                return;
            }

            Handle(target, Via.Parse([via.From(service.Id)]), () =>
            {
                (string? id, string? text) = target.IsSilent ? (null, null) : (target.Id, target.Answer(Now, Limit));
                _steps.Add(() => End(edge, id, text));
            });
        });
    }

    private void End(ModelEdge edge, string? id, string? text)
    {
        if (text is not null)
        {
            edge.TargetId = id;
            edge.View = edge.View.Record(MembersHeader.Parse(text, Now)!.States, Limit);
        }

        (edge.GaveNoAnswer, edge.IsInFlight, edge.HasEnded) = (text is null, false, true);
        Action[] waiting = [.. edge.Waiting];
        edge.Waiting.Clear();
        Array.ForEach(waiting, static done => done());
    }
}
