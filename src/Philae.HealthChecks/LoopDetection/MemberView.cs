namespace Philae.HealthChecks.LoopDetection;

/// <summary>
/// What one service probe knows from its target's answers: the state of the target and of every service behind it. A pure state
/// machine; each answer makes a new view.
/// </summary>
internal sealed class MemberView
{
    /// <summary>No answer has come yet.</summary>
    public static readonly MemberView None = new(null, [], []);

    // Far more than an answer can name. A target that invents new ones with each answer cannot fill the memory.
    private const int MaxNodes = 256;

    private readonly Dictionary<string, MemberState> _states;

    private MemberView(string? root, MemberLink[] inherited, Dictionary<string, MemberState> states) => (Root, Inherited, _states) = (root, inherited, states);

    /// <summary>The node that answered last.</summary>
    public string? Root { get; }

    /// <summary>The links of the service that answered before, as long as the one that answers now does not know its own yet.</summary>
    public MemberLink[] Inherited { get; }

    public IEnumerable<MemberState> States => _states.Values;

    /// <summary>The known links of the target.</summary>
    public IEnumerable<MemberLink> Links => Root is null ? [] : [.. _states[Root].Links, .. Inherited];

    /// <summary>Records an answer, whose first state is the answering service's own.</summary>
    /// <param name="answer">At least one state.</param>
    /// <param name="limit">How far apart states may be for their count to decide; beyond it the younger one wins.</param>
    public MemberView Record(IReadOnlyList<MemberState> answer, TimeSpan limit)
    {
        MemberState root = answer[0];
        var states = new Dictionary<string, MemberState>(_states) { [root.Node] = root };
        foreach (MemberState state in answer)
        {
            if (!states.TryGetValue(state.Node, out MemberState? held) || state.Replaces(held, limit))
            {
                states[state.Node] = state;
            }
        }

        // A service that has just started may not know its links yet. Until it does, the services behind its predecessor are kept.
        MemberLink[] inherited = !root.Links.Any(static link => link.Node is null) ? []
            : Root is null || Root == root.Node ? Inherited
            : [.. Links.Where(link => link.Node is { } node && node != root.Node).Distinct()];
        return new(root.Node, inherited, Reachable(root.Node, inherited, states));
    }

    /// <summary>Every service that fails, the target and all behind it.</summary>
    /// <param name="self">The requesting service: what others report on it does not count, nor what is known only through it.</param>
    public IEnumerable<MemberFailure> Failures(string self)
    {
        if (Root is null)
        {
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<(string Node, string? Link, string Way)>();
        next.Enqueue((Root, null, ""));
        while (next.TryDequeue(out (string Node, string? Link, string Way) place))
        {
            if (!seen.Add(place.Node) || !_states.TryGetValue(place.Node, out MemberState? state) || state.IsOf(self))
            {
                continue;
            }

            if (state.Failure is { } failure)
            {
                yield return new(place.Link, place.Way + failure);
            }

            foreach (MemberLink link in place.Link is null ? Links : state.Links)
            {
                if (link.Node is { } node)
                {
                    next.Enqueue((node, place.Link ?? link.Name, place.Link is null ? "" : $"{place.Way}{link.Name} is down (error): {link.Name}: "));
                }
            }
        }
    }

    private static Dictionary<string, MemberState> Reachable(string root, MemberLink[] inherited, Dictionary<string, MemberState> states)
    {
        var kept = new Dictionary<string, MemberState>(StringComparer.Ordinal);
        var next = new Queue<string?>(inherited.Select(static link => link.Node).Prepend(root));
        while (kept.Count < MaxNodes && next.TryDequeue(out string? node))
        {
            if (node is not null && states.TryGetValue(node, out MemberState? state) && kept.TryAdd(node, state))
            {
                foreach (MemberLink link in state.Links)
                {
                    next.Enqueue(link.Node);
                }
            }
        }

        return kept;
    }
}
