using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Philae.HealthChecks.Wire;

/// <summary>Puts text, numbers and Go's JSON strings as UTF-8 into a buffer, without a step between.</summary>
internal ref struct Utf8Output(IBufferWriter<byte> buffer)
{
    private const int MaxCharsAtOnce = 1024;

    // What Go's encoding/json escapes, and surrogates, which need a look at their neighbour.
    private static readonly SearchValues<char> Special = SearchValues.Create(SpecialCharacters());

    private Span<byte> _free;
    private int _used;

    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _used += bytes.Length;
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out int written);
        _used += written;
    }

    public void Duration(long nanoseconds)
    {
        Span<byte> free = Reserve(GoDuration.MaxLength);
        _used += GoDuration.Format(nanoseconds, free);
    }

    /// <summary>The inside of a JSON string, escaped as Go does.</summary>
    public void Escaped(scoped ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAny(Special);
            Plain(plain < 0 ? text : text[..plain]);
            if (plain < 0)
            {
                return;
            }

            text = text[(plain + OneSpecial(text[plain..]))..];
        }
    }

    /// <summary>Hands what was written to the buffer. Nothing written is kept without it.</summary>
    public void Flush()
    {
        buffer.Advance(_used);
        _free = default;
        _used = 0;
    }

    private void Plain(scoped ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            ReadOnlySpan<char> piece = text[..Math.Min(text.Length, MaxCharsAtOnce)];
            Span<byte> free = Reserve(piece.Length * 3);
            _used += Encoding.UTF8.GetBytes(piece, free);
            text = text[piece.Length..];
        }
    }

    // Writes the first character, which is special; returns how many chars it took.
    private int OneSpecial(scoped ReadOnlySpan<char> text)
    {
        char first = text[0];
        switch (first)
        {
            case '"': Raw("\\\""u8); break;
            case '\\': Raw("\\\\"u8); break;
            case '\b': Raw("\\b"u8); break;
            case '\f': Raw("\\f"u8); break;
            case '\n': Raw("\\n"u8); break;
            case '\r': Raw("\\r"u8); break;
            case '\t': Raw("\\t"u8); break;
            case >= '\ud800' and <= '\udfff' when text.Length > 1 && char.IsSurrogatePair(first, text[1]):
                Span<byte> free = Reserve(4);
                _used += new Rune(first, text[1]).EncodeToUtf8(free);
                return 2;
            case >= '\ud800' and <= '\udfff': Raw("\\ufffd"u8); break;
            default: Hex(first); break;
        }

        return 1;
    }

    private void Hex(char value)
    {
        Span<byte> six = Reserve(6);
        "\\u"u8.CopyTo(six);
        for (int digit = 0; digit < 4; digit++)
        {
            six[2 + digit] = "0123456789abcdef"u8[(value >> (12 - (4 * digit))) & 0xf];
        }

        _used += 6;
    }

    // May flush, which resets _used: never call it in the middle of '_used += …'.
    private Span<byte> Reserve(int size)
    {
        if (_free.Length - _used < size)
        {
            Flush();
            _free = buffer.GetSpan(Math.Max(size, 256));
        }

        return _free[_used..];
    }

    private static string SpecialCharacters()
    {
        var special = new StringBuilder("\"\\<>&\u2028\u2029");
        for (char control = '\0'; control < ' '; control++)
        {
            special.Append(control);
        }

        for (char surrogate = '\ud800'; surrogate <= '\udfff'; surrogate++)
        {
            special.Append(surrogate);
        }

        return special.ToString();
    }
}
