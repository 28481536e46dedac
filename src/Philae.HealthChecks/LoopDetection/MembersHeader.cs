using System.Globalization;
using System.Text;

namespace Philae.HealthChecks.LoopDetection;

/// <summary>The states of an answer as the value of a response header: <c>docs/wire-format.md</c> describes it.</summary>
/// <param name="States">At least one; the answering service's own first.</param>
/// <param name="Late">The probes of the answering service that were not done within the budget of this request; they say nothing of its state.</param>
/// <param name="InFlight">The runs of service probes of the answering service that are in flight: the answer holds an older outcome of those probes.</param>
internal sealed record MembersHeader(IReadOnlyList<MemberState> States, IReadOnlyList<string> Late, IReadOnlyList<MemberRun> InFlight)
{
    public const string Name = "Philae-Members";

    /// <summary>Proxies keep a response's headers within 4 KB.</summary>
    private const int MaxLength = 3000;

    private const int MaxNode = 80;
    private const string Unknown = "?";

    /// <summary>Formats the states with as much of names and reasons as fits; null if even the bare states are too long. The names of the service's own links are never cut: they identify entries of its report.</summary>
    /// <param name="named">Whether names and reasons may be published.</param>
    /// <param name="now">On this process's clock.</param>
    public string? Format(bool named, TimeSpan now)
    {
        var places = States.Select(static (state, place) => (state.Node, place)).ToDictionary(StringComparer.Ordinal);
        foreach (int length in named ? (ReadOnlySpan<int>)[240, 80, 0] : [0])
        {
            string text = string.Join(',', States.Select((state, place) => Format(state, places, length, NameLength(place), now) + (place == 0 ? Remarks(NameLength(place), now) : "")));
            if (text.Length <= MaxLength)
            {
                return text;
            }

            int NameLength(int place) => place == 0 && named ? MaxLength : length;
        }

        return null;
    }

    /// <summary>Reads foreign text; null if it is anything else.</summary>
    public static MembersHeader? Parse(string? text, TimeSpan now)
    {
        if (text is not { Length: > 0 and <= MaxLength })
        {
            return null;
        }

        string[][] parts = [.. text.Split(',').Select(static state => state.Trim().Split(';'))];
        var states = new List<MemberState>();
        foreach (string[] part in parts)
        {
            if (part.Length < 5 || !IsNode(part[0]) || !Number(part[1], out long sequence) || !Number(part[2], out long age) || Links(part[4], parts) is not { } links)
            {
                return null;
            }

            string? failure = part[3].StartsWith('!') ? Uri.UnescapeDataString(part[3][1..]) : null;
            states.Add(new(part[0], sequence, Ago(age, now), failure, links));
        }

        string[] remarks = [.. parts[0].Skip(5), "", ""];
        var runs = new List<MemberRun>();
        foreach (string run in Names(remarks[1]))
        {
            int equals = run.IndexOf('=');
            if (equals < 0 || !Number(run[(equals + 1)..], out long age))
            {
                return null;
            }

            runs.Add(new(Uri.UnescapeDataString(run[..equals]), Ago(age, now)));
        }

        return new(states, [.. Names(remarks[0]).Select(Uri.UnescapeDataString)], runs);
    }

    private string Remarks(int length, TimeSpan now)
    {
        return Late.Count + InFlight.Count == 0 ? "" : $";{string.Join('&', Late.Select(Text))};{string.Join('&', InFlight.Select(run => $"{Text(run.Name)}={Age(run.Began, now)}"))}";

        string Text(string name) => Escape(name, length) is { Length: > 0 } shown ? shown : Unknown;
    }

    private static string Age(TimeSpan moment, TimeSpan now) => Math.Max(0, (long)(now - moment).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private static TimeSpan Ago(long milliseconds, TimeSpan now) => now - TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue));

    private static string Format(MemberState state, Dictionary<string, int> places, int length, int nameLength, TimeSpan now)
    {
        return new StringBuilder(state.Node).Append(';')
            .Append(state.Sequence.ToString(CultureInfo.InvariantCulture)).Append(';')
            .Append(Age(state.Made, now)).Append(';')
            .Append(state.Failure is { } failure ? "!" + Escape(failure, length) : "").Append(';')
            .AppendJoin('&', state.Links.Select(link => $"{Escape(link.Name, nameLength)}={Place(link.Node)}")).ToString();

        string Place(string? node) => node is not null && places.TryGetValue(node, out int place) ? place.ToString(CultureInfo.InvariantCulture) : Unknown;
    }

    private static List<MemberLink>? Links(string text, string[][] parts)
    {
        var links = new List<MemberLink>();
        foreach (string link in Names(text))
        {
            int equals = link.IndexOf('=');
            string place = link[(equals + 1)..];
            bool isKnown = Number(place, out long number) && number < parts.Length;
            if (equals < 0 || (!isKnown && place != Unknown))
            {
                return null;
            }

            links.Add(new(Uri.UnescapeDataString(link[..equals]), isKnown ? parts[number][0] : null));
        }

        return links;
    }

    private static string[] Names(string text) => text.Length == 0 ? [] : text.Split('&');

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool IsNode(string text) =>
        text.Length <= MaxNode && text.IndexOf('.') is var dot && dot >= 0 && Via.IsId(text.AsSpan(0, dot)) && Via.IsId(text.AsSpan(dot + 1));

    // Cut before it is escaped: half an escape would be no text.
    private static string Escape(string text, int length)
    {
        text = text.Length <= length ? text : length == 0 ? "" : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
        return Uri.EscapeDataString(text);
    }
}
