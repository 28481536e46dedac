using System.Buffers;

namespace Philae.HealthChecks.LoopDetection;

/// <summary>
/// The way of a request through services that probe each other: the id of each, first the one that an outsider asked. It ends
/// circles: a service that finds itself on it answers from what it knows. With it comes the time that the service that asks will wait.
/// </summary>
internal sealed class Via
{
    public const string Header = "Philae-Via";
    public const string IdHeader = "Philae-Id";

    /// <summary>The most services on a way that are told apart.</summary>
    public const int MaxDepth = 32;

    /// <summary>An outsider's request.</summary>
    public static readonly Via None = new([]);

    private const int MaxIdLength = 64;
    private const int MaxLength = MaxDepth * (MaxIdLength + 2);
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly AsyncLocal<Via?> Ambient = new();

    private readonly string[] _ids;
    private readonly TimeSpan? _until;

    private Via(string[] ids, TimeSpan? until = null) => (_ids, _until) = (ids, until);

    /// <summary>Of the run under way.</summary>
    public static Via Current => Ambient.Value ?? None;

    /// <summary>Whether another service asks, to answer somebody else.</summary>
    public bool IsNested => _ids.Length > 0;

    /// <summary>Reads headers of anyone's: what is no id is passed over, and no more is read than can matter.</summary>
    /// <param name="headers">The values of <see cref="Header"/>.</param>
    /// <param name="budget">The value of <see cref="TimeBudget.Header"/>; without ids it means nothing.</param>
    /// <param name="now">On this process's clock.</param>
    public static Via Parse(IEnumerable<string?> headers, string? budget = null, TimeSpan now = default)
    {
        var ids = new List<string>();
        int left = MaxLength;
        foreach (string? header in headers)
        {
            ReadOnlySpan<char> text = header.AsSpan(0, Math.Min(left, header?.Length ?? 0));
            left -= text.Length;
            foreach (Range range in text.Split(','))
            {
                if (text[range].Trim() is var id && IsId(id) && ids.Count < MaxDepth)
                {
                    ids.Add(id.ToString());
                }
            }
        }

        return ids.Count == 0 ? None : new Via([.. ids], now + TimeBudget.Parse(budget));
    }

    public static bool IsId(ReadOnlySpan<char> text) => text.Length is > 0 and <= MaxIdLength && !text.ContainsAnyExcept(IdCharacters);

    /// <summary>Whether a service that this way has reached must not ask any further.</summary>
    public bool EndsAt(string id, int depth) => _ids.Length >= depth || _ids.Contains(id);

    /// <summary>Whether the service that answered a probe last is on the way.</summary>
    public bool Contains(string? targetId) => targetId is not null && _ids.Contains(targetId);

    /// <summary>How long the service that asks will still wait; null: it does not say. It may be negative.</summary>
    public TimeSpan? Left(TimeSpan now) => _until - now;

    /// <summary>The way on from a service.</summary>
    public string From(string id) => string.Join(", ", [.. _ids, id]);

    /// <summary>Makes it the way of the run that begins.</summary>
    public void Enter()
    {
        if (IsNested)
        {
            Ambient.Value = this;
        }
    }
}
