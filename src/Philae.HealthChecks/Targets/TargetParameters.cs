using System.Security.Cryptography;

namespace Philae.HealthChecks.Targets;

/// <summary>
/// The parameters that one driver's targets may have, and how each is handled. All drivers follow the same rule. A parameter with
/// a meaning here is mapped to the driver's setting. A harmless parameter of another client is passed over with a warning. These
/// are refused: a parameter that the driver cannot follow and that must not be dropped, an unknown parameter, and a parameter
/// with two values. In names, case, <c>_</c>, <c>-</c> and spaces do not count, unless two parameters differ only in them.
/// </summary>
/// <typeparam name="TSettings">The driver's settings.</typeparam>
public sealed class TargetParameters<TSettings>
{
    private readonly Dictionary<string, Row> _rows = [];
    private readonly Dictionary<string, Row> _rowsByLetters = [];

    /// <summary>All known names, in the order of the table.</summary>
    public IReadOnlyList<string> Names => [.. _rows.Values.Select(static row => row.Name)];

    /// <summary>Maps a parameter to a setting.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="set">
    /// Sets the value. It returns null, or a warning, for example that the value has no effect or weakens TLS. It throws a
    /// <see cref="FormatException"/> if the value cannot be read.
    /// </param>
    /// <param name="expected">The expected kind of value, for the error: <c>seconds</c>.</param>
    /// <param name="isSecret">
    /// Whether the value is a secret. An error names no unknown parameter after a secret, because the name may be part of the
    /// secret.
    /// </param>
    /// <param name="isList">Whether a target may have the parameter several times, each time with a value.</param>
    public TargetParameters<TSettings> Map(string name, Func<TSettings, string, string?> set, string? expected = null, bool isSecret = false, bool isList = false)
    {
        ArgumentNullException.ThrowIfNull(set);
        return Add(new Row(name, set, expected, isSecret, isList));
    }

    /// <summary>Passes over parameters of other clients that change nothing for a check, each with a warning.</summary>
    /// <param name="reason">The reason why they have no effect, as the end of a sentence: <c>Prisma's pool</c>.</param>
    /// <param name="names">The parameters.</param>
    public TargetParameters<TSettings> PassOver(string reason, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            Add(new Row(name, (_, _) => $"has no effect here ({reason})", null, IsSecret: false, IsList: true));
        }

        return this;
    }

    /// <summary>Refuses a parameter that the driver cannot follow and that must not be dropped.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="why">The reason, as a sentence without its subject: <c>cannot be checked by Npgsql</c>.</param>
    public TargetParameters<TSettings> Refuse(string name, string why) => Add(new Row(name, null, why, IsSecret: false, IsList: true));

    /// <summary>Applies a target's parameters in their order.</summary>
    /// <param name="settings">The driver's settings.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="parameterName">The name of the caller's parameter, for the error.</param>
    /// <returns>The warnings, one text for each parameter.</returns>
    /// <exception cref="ArgumentException">A parameter is not known, is refused, or has a bad value or two different ones; the message names it and never its value.</exception>
    public IReadOnlyList<string> Apply(TSettings settings, IEnumerable<KeyValuePair<string, string>> parameters, string parameterName = "target")
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var warnings = new List<string>();
        var values = new Dictionary<Row, string>();
        bool mayName = true;
        foreach ((string name, string value) in parameters)
        {
            // Other clients' connectTimeout and connect_timeout are two parameters.
            if (!_rows.TryGetValue(Key(name), out Row? row) && !_rowsByLetters.TryGetValue(NearestName.Letters(name), out row))
            {
                throw new ArgumentException(Unknown(name, mayName), parameterName);
            }

            if (row.Set is null)
            {
                throw new ArgumentException($"the parameter '{row.Name}' of the target {row.Text}.", parameterName);
            }

            if (!values.TryAdd(row, value) && values[row] != value && !row.IsList)
            {
                throw new ArgumentException($"the parameter '{row.Name}' is given twice, with different values.", parameterName);
            }

            mayName &= !row.IsSecret;
            if (Set(row, settings, value, parameterName) is { } warning)
            {
                warnings.Add($"the parameter '{row.Name}' {warning}");
            }
        }

        return [.. warnings.Distinct()];
    }

    private TargetParameters<TSettings> Add(Row row)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(row.Name);
        _rows.Add(Key(row.Name), row);
        _rowsByLetters.TryAdd(NearestName.Letters(row.Name), row);
        return this;
    }

    private static string Key(string name) => name.Replace('-', '_').Replace(' ', '_').ToUpperInvariant();

    // What does not look like a name may be what another mistake left of a password.
    private string Unknown(string name, bool mayName) => mayName && name.Length <= 40 && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or ' ' or '.')
        ? $"the parameter '{name}' is not known.{NearestName.Hint(name, Names)}"
        : "a parameter is not known; an '&', ';', '=' or ',' in a password must be percent-encoded in a URL and quoted in a connection string.";

    private static string? Set(Row row, TSettings settings, string value, string parameterName)
    {
        try
        {
            return row.Set!(settings, value);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException or NotSupportedException
            or IOException or UnauthorizedAccessException or CryptographicException)
        {
            // The exception's text may quote the value.
            throw new ArgumentException(
                $"the parameter '{row.Name}' has a value that it cannot have{(row.Text is null ? "" : $"; expected {row.Text}")}.", parameterName);
        }
    }

    private sealed record Row(string Name, Func<TSettings, string, string?>? Set, string? Text, bool IsSecret, bool IsList);
}
