using System.Buffers;

namespace Philae.HealthChecks.LoopDetection;

/// <summary>
/// The services that a request has passed through, by id, in order. It ends loops: a service that finds itself in it answers from
/// what it knows. The budget, how long the requesting service will wait, travels with it.
/// </summary>
internal sealed class Via
{
    public const string Header = "Philae-Via";
    public const string IdHeader = "Philae-Id";

    /// <summary>The most services that are read.</summary>
    public const int MaxDepth = 32;

    /// <summary>A request that comes from no Philae service.</summary>
    public static readonly Via None = new([]);

    private const int MaxIdLength = 64;
    private const int MaxLength = MaxDepth * (MaxIdLength + 2);
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly AsyncLocal<Via?> Ambient = new();

    private readonly string[] _ids;
    private readonly TimeSpan? _until;

    private Via(string[] ids, TimeSpan? until = null) => (_ids, _until) = (ids, until);

    /// <summary>The services that led to the current run.</summary>
    public static Via Current => Ambient.Value ?? None;

    /// <summary>Whether the request comes from another service's probe.</summary>
    public bool IsNested => _ids.Length > 0;

    /// <summary>Reads foreign headers: skips what is no id, and reads no more than can matter.</summary>
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

    /// <summary>Whether a service that the request has reached must not check any other service.</summary>
    public bool EndsAt(string id, int depth) => _ids.Length >= depth || _ids.Contains(id);

    /// <summary>Whether the request has passed through a service.</summary>
    public bool Contains(string? targetId) => targetId is not null && _ids.Contains(targetId);

    /// <summary>How long the requesting service will still wait; null: it does not say. It may be negative.</summary>
    public TimeSpan? Left(TimeSpan now) => _until - now;

    /// <summary>The header's value for a request that this service sends.</summary>
    public string From(string id) => string.Join(", ", [.. _ids, id]);

    /// <summary>Makes it <see cref="Current"/> for the run that starts.</summary>
    public void Enter()
    {
        if (IsNested)
        {
            Ambient.Value = this;
        }
    }
}
