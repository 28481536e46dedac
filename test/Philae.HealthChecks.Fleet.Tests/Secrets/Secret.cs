using System.Text;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>
/// A password that nothing else in the process resembles. Looked for by its pieces, letters and digits that no encoding changes,
/// and by what base64 and hexadecimal make of them at any offset: so half of it, or it beside a user's name, is found too.
/// </summary>
internal sealed class Secret
{
    private static int _last = 0x1000;
    private readonly string[] _marks;

    private Secret(string text, params string[] pieces)
    {
        Text = text;
        _marks = [.. pieces.SelectMany(Marks)];
    }

    public string Text { get; }

    /// <summary>As it stands in a URL.</summary>
    public string Encoded => Uri.EscapeDataString(Text);

    /// <summary>One of ASCII letters and digits, as keys and tokens are.</summary>
    public static Secret Plain()
    {
        string text = $"qZ7kW{Next()}vX9pJ";
        return new(text, text);
    }

    /// <summary>One with whatever has to be encoded somewhere.</summary>
    public static Secret Awkward()
    {
        (string left, string right) = ($"jK4wQ{Next()}zT6bM", $"gY3nR{Next()}sD8hC");
        return new($"{left}/@ü% &;:\"<?#{right}", left, right);
    }

    /// <summary>What of it stands in a text; null where nothing does.</summary>
    public string? FindIn(string text) => Array.Find(_marks, mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase));

    private static string Next() => $"{Interlocked.Increment(ref _last):x4}";

    private static IEnumerable<string> Marks(string piece)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(piece);
        yield return piece;
        yield return Convert.ToHexString(bytes);
        for (int before = 0; before < 3; before++)
        {
            // Of the first and the last group some characters depend on what stands around.
            byte[] shifted = [.. new byte[before], .. bytes];
            yield return Convert.ToBase64String(shifted)[(before == 0 ? 0 : before + 1)..(shifted.Length / 3 * 4)];
        }
    }
}
