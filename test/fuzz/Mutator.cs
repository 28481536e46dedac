namespace Philae.HealthChecks.Fuzz;

/// <summary>Changes an input in a few places: characters, pieces of the reader's language, pieces of itself and of others.</summary>
internal sealed class Mutator(string[] tokens, int seed)
{
    private const int MaxLength = 2048;

    private static readonly string[] Anywhere =
    [
        " ", "\t", "\n", "\r", "\0", "\u007f", "\u0085", "\u00a0", "\u2028", "\u202e", "\ufeff", "\ud800", "\udfff", "😀", "é", "ſ", "K", "İ", "'", "\"", "\\", "%", "%00", "%2F", "%zz", "%C3%A9",
        "0", "-1", "65536", "99999999999999999999", "1e999", "::", "[", "]", "@", "/", "//", "?", "#", "&", "=", ";", ",", ":", "+", "-", "_", ".",
    ];

    private readonly Random _random = new(seed);

    public string Next(List<string> corpus)
    {
        string text = Pick(corpus);
        for (int changes = 1 + _random.Next(4); changes > 0; changes--)
        {
            text = Change(text, corpus);
        }

        return text.Length <= MaxLength ? text : text[..MaxLength];
    }

    private string Change(string text, List<string> corpus)
    {
        int at = _random.Next(text.Length + 1);
        int length = _random.Next(Math.Min(16, text.Length - at) + 1);
        switch (_random.Next(8))
        {
            case 0:
                return text.Insert(at, Pick(tokens));
            case 1:
                return text.Insert(at, Pick(Anywhere));
            case 2:
                return text.Remove(at, length);
            case 3:
                return text.Insert(at, text.Substring(at, length));
            case 4:
                return string.Concat(text.AsSpan(0, at), Pick(tokens), text.AsSpan(at + length));
            case 5:
                return at == text.Length ? text : string.Concat(text.AsSpan(0, at), ((char)(text[at] ^ (1 << _random.Next(8)))).ToString(), text.AsSpan(at + 1));
            case 6:
                string other = Pick(corpus);
                return string.Concat(text.AsSpan(0, at), other.AsSpan(_random.Next(other.Length + 1)));
            default:
                return text.Insert(at, string.Concat(Enumerable.Repeat(Pick(_random.Next(2) == 0 ? tokens : Anywhere), _random.Next(1, 40))));
        }
    }

    private string Pick(IReadOnlyList<string> from) => from[_random.Next(from.Count)];
}
