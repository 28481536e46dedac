using Microsoft.Extensions.Configuration;

namespace Philae.HealthChecks.Configuration;

/// <summary>Reads one key as .NET's binder does. Its errors hold nothing of the value.</summary>
internal static class ConfigurationValue
{
    /// <summary>False: it was an error.</summary>
    public static bool TryRead<TValue>(IConfigurationSection key, Func<IConfigurationSection, TValue> read, ConfigurationErrors errors, out TValue value)
    {
        value = default!;
        Type type = Nullable.GetUnderlyingType(typeof(TValue)) ?? typeof(TValue);
        if (key.GetChildren().Any())
        {
            errors.Add(key.Path, $"must be {Description(type)}, and not an object or a list.");
            return false;
        }

        bool isGiven = key.Value is { } text && (text.Length > 0 || type == typeof(string));
        if (!isGiven && default(TValue) is null)
        {
            return true;
        }

        try
        {
            if (isGiven && IsWritten(key.Value!, type))
            {
                value = read(key);
                return true;
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            // Its text quotes the value.
        }

        errors.Add(key.Path, $"must be {Description(type)}.");
        return false;
    }

    /// <summary>A list's or a dictionary's texts by their keys; null: it was an error.</summary>
    public static List<KeyValuePair<string, string>>? Texts(IConfigurationSection key, bool isList, ConfigurationErrors errors)
    {
        int before = errors.Count;
        if (!string.IsNullOrEmpty(key.Value) || (key.GetChildren().Any() && IsList(key) != isList))
        {
            errors.Add(key.Path, isList ? "must be a list of texts." : "must be an object with texts.");
        }

        var texts = new List<KeyValuePair<string, string>>();
        foreach (IConfigurationSection entry in key.GetChildren())
        {
            if (entry.Value is { } text && !entry.GetChildren().Any())
            {
                texts.Add(new(entry.Key, text));
            }
            else
            {
                errors.Add(entry.Path, "must be a text.");
            }
        }

        return errors.Count == before ? texts : null;
    }

    /// <summary>Whether the keys below are the numbers that .NET gives to a list's parts.</summary>
    public static bool IsList(IConfiguration section) =>
        section.GetChildren().Any() && section.GetChildren().All(static entry => entry.Key.Length > 0 && entry.Key.All(char.IsAsciiDigit));

    // .NET takes 5 for five days, and any number for an enumeration.
    private static bool IsWritten(string text, Type type) =>
        type == typeof(TimeSpan) ? text.Contains(':', StringComparison.Ordinal)
        : !type.IsEnum || Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase);

    private static string Description(Type type) =>
        type == typeof(string) ? "a text"
        : type == typeof(TimeSpan) ? "a duration, written as 00:00:05 for five seconds"
        : type == typeof(int) ? "a whole number"
        : type == typeof(bool) ? "true or false"
        : type == typeof(Uri) ? "an address"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : $"a value of type {type.Name}";
}
