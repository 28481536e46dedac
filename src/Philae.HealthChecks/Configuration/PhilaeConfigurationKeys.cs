using Microsoft.Extensions.Configuration;
using Philae.HealthChecks.Configuration;

namespace Philae.HealthChecks;

/// <summary>The options that configuration can set, each with a key of the same name. Any other key is unknown.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
public sealed class PhilaeConfigurationKeys<TOptions>
    where TOptions : class
{
    private readonly Dictionary<string, ConfigurationKey<TOptions>> _keys = new(StringComparer.OrdinalIgnoreCase);

    internal IReadOnlyDictionary<string, ConfigurationKey<TOptions>> All => _keys;

    /// <summary>Adds a key whose value is text, used unchanged.</summary>
    /// <param name="key">The name of the key, which is the name of the option.</param>
    /// <param name="set">Sets the option. It receives null if the configuration has null.</param>
    /// <returns>The same keys.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public PhilaeConfigurationKeys<TOptions> Add(string key, Action<TOptions, string?> set) => Add(key, static section => section.Value, set);

    /// <summary>Adds a key of any type that is written as one value.</summary>
    /// <typeparam name="TValue">
    /// The option's type. If it can be null, a null in the configuration means null. So does an empty value, except for text. A
    /// <see cref="TimeSpan"/> needs its colons and an enumeration its names, although .NET accepts a number for both.
    /// </typeparam>
    /// <param name="key">The name of the key, which is the name of the option.</param>
    /// <param name="read">
    /// Reads the value: <c>section => section.Get&lt;int?&gt;()</c>. If it throws, the error names the path and nothing else.
    /// </param>
    /// <param name="set">Sets the option.</param>
    /// <returns>The same keys.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public PhilaeConfigurationKeys<TOptions> Add<TValue>(string key, Func<IConfigurationSection, TValue> read, Action<TOptions, TValue> set)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(set);
        return Add(key, typeof(TValue), (section, errors) =>
            ConfigurationValue.TryRead(section, read, errors, out TValue value) ? options => set(options, value) : null);
    }

    /// <summary>Adds a key for a dictionary. It has keys of its own, each with a text.</summary>
    /// <param name="key">The name of the key, which is the name of the option.</param>
    /// <param name="set">Sets one entry, by its key and its text.</param>
    /// <returns>The same keys.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public PhilaeConfigurationKeys<TOptions> AddEntries(string key, Action<TOptions, string, string> set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return Add(key, typeof(IDictionary<string, string>), (section, errors) =>
        {
            List<KeyValuePair<string, string>>? entries = ConfigurationValue.Texts(section, isList: false, errors);
            return entries is null ? null : options => entries.ForEach(entry => set(options, entry.Key, entry.Value));
        });
    }

    private PhilaeConfigurationKeys<TOptions> Add(string key, Type type, Func<IConfigurationSection, ConfigurationErrors, Action<TOptions>?> read)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        _keys[key] = new ConfigurationKey<TOptions>(key, type, read);
        return this;
    }
}
