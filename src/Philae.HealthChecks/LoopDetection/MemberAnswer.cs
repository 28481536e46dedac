namespace Philae.HealthChecks.LoopDetection;

/// <summary>A service's answer to another service: its own state, and the newest known state of every service behind it.</summary>
internal static class MemberAnswer
{
    /// <param name="own">This service's state.</param>
    /// <param name="views">The views of its service probes.</param>
    /// <param name="limit">As for <see cref="MemberView.Record"/>.</param>
    /// <returns>The service's own state first.</returns>
    public static IReadOnlyList<MemberState> Of(MemberState own, IEnumerable<MemberView> views, TimeSpan limit)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal) { [own.Node] = 0 };
        List<MemberState> answer = [own];
        foreach (MemberState state in views.SelectMany(static view => view.States))
        {
            if (!places.TryGetValue(state.Node, out int place))
            {
                places.Add(state.Node, answer.Count);
                answer.Add(state);
            }
            else if (place > 0 && state.Replaces(answer[place], limit))
            {
                answer[place] = state;
            }
        }

        return answer;
    }
}
