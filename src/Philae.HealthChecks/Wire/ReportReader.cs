using System.Text.Json;

namespace Philae.HealthChecks.Wire;

/// <summary>Reads a foreign Philae report in one pass, in memory bounded by its size.</summary>
internal static class ReportReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    public static PhilaeReport Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > PhilaeReport.MaxSize)
        {
            throw new FormatException("response too large");
        }

        try
        {
            var reader = new Utf8JsonReader(utf8, Options);
            reader.Read();
            PhilaeReport report = ReadReport(ref reader);
            return reader.Read() ? throw Invalid() : report;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is the JSON reader's word for a string that is not valid Unicode.
            throw new FormatException("Invalid json", exception);
        }
    }

    private static PhilaeReport ReadReport(ref Utf8JsonReader reader)
    {
        bool? healthy = null;
        PhilaeError? error = null;
        PhilaeError? another = null;
        List<PhilaeReportEntry>? probes = null;
        var more = new List<PhilaeReportEntry>();
        bool isDenied = false;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (Is(ref reader, "healthy"u8))
            {
                healthy = Once(healthy, reader.GetBoolean());
            }
            else if (Is(ref reader, "probes"u8))
            {
                probes = probes is null ? ReadProbes(ref reader) : throw Invalid();
            }
            else if (Is(ref reader, "error"u8))
            {
                error = ReadError(ref reader);
            }
            else if (Folds(ref reader, "healthy"))
            {
                isDenied |= !reader.GetBoolean();
            }
            else if (Folds(ref reader, "probes"))
            {
                more.AddRange(ReadProbes(ref reader));
            }
            else if (Folds(ref reader, "error"))
            {
                another ??= ReadError(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        (probes ?? throw Invalid()).AddRange(more);
        return new() { Healthy = (healthy ?? throw Invalid()) && !isDenied, Probes = probes, Error = error ?? another };
    }

    private static List<PhilaeReportEntry> ReadProbes(ref Utf8JsonReader reader)
    {
        var probes = new List<PhilaeReportEntry>();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return probes;
        }

        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            probes.Add(ReadProbe(ref reader));
        }

        return probes;
    }

    private static PhilaeReportEntry ReadProbe(ref Utf8JsonReader reader)
    {
        string? name = null;
        bool? healthy = null;
        string? comment = null;
        PhilaeError? error = null;
        long duration = 0;
        bool isDenied = false;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (Is(ref reader, "name"u8))
            {
                name = reader.GetString();
            }
            else if (Is(ref reader, "healthy"u8))
            {
                healthy = Once(healthy, reader.GetBoolean());
            }
            else if (Is(ref reader, "comment"u8))
            {
                comment = reader.GetString();
            }
            else if (Is(ref reader, "error"u8))
            {
                error = ReadError(ref reader);
            }
            else if (Is(ref reader, "duration"u8))
            {
                duration = ReadDuration(ref reader);
            }
            else if (Folds(ref reader, "healthy"))
            {
                isDenied |= !reader.GetBoolean();
            }
            else
            {
                reader.Skip();
            }
        }

        return new()
        {
            Name = name ?? throw Invalid(),
            Healthy = (healthy ?? throw Invalid()) && !isDenied,
            Comment = comment ?? "",
            Error = error,
            DurationNanoseconds = duration,
        };
    }

    // null: none. A string: its text. An object: its Message_, if any, and the level below. Anything else still is an error.
    private static PhilaeError? ReadError(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return new PhilaeError { Message = reader.GetString() };
            case JsonTokenType.StartObject:
                break;
            default:
                reader.Skip();
                return new PhilaeError();
        }

        string? message = null;
        PhilaeError? underlying = null;
        while (NextProperty(ref reader))
        {
            if (Is(ref reader, "Message_"u8))
            {
                message = ReadError(ref reader)?.Message;
            }
            else if (Is(ref reader, "Underlying_"u8))
            {
                underlying = ReadError(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return new PhilaeError { Message = message, Underlying = underlying };
    }

    private static long ReadDuration(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long nanoseconds))
        {
            return nanoseconds;
        }

        reader.Skip();
        return 0;
    }

    private static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    // If it is the property, moves to its value.
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    // The same for a name that Go takes for it.
    private static bool Folds(ref Utf8JsonReader reader, string name) => GoFieldName.Folds(ref reader, name) && reader.Read();

    // Of two verdicts, the stricter one counts.
    private static bool Once(bool? before, bool value) => before is null ? value : throw Invalid();

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (reader.TokenType != type)
        {
            throw Invalid();
        }
    }

    private static FormatException Invalid() => new("Invalid json");
}
