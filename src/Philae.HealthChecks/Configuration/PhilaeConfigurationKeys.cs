using Microsoft.Extensions.Configuration;
using Philae.HealthChecks.Configuration;

namespace Philae.HealthChecks;

/// <summary>The options that configuration can set, each by a key of its name. What is not here is an unknown key.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
public sealed class PhilaeConfigurationKeys<TOptions>
    where TOptions : class
{
    private readonly Dictionary<string, ConfigurationKey<TOptions>> _keys = new(StringComparer.OrdinalIgnoreCase);

    internal IReadOnlyDictionary<string, ConfigurationKey<TOptions>> All => _keys;

    /// <summary>Adds a key whose value is text, taken as it stands.</summary>
    /// <param name="key">The key's name, which is the option's.</param>
    /// <param name="set">Sets the option; null where the configuration says null.</param>
    /// <returns>The same keys.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public PhilaeConfigurationKeys<TOptions> Add(string key, Action<TOptions, string?> set) => Add(key, static section => section.Value, set);

    /// <summary>Adds a key of any type that is written as one value.</summary>
    /// <typeparam name="TValue">
    /// The option's type. Where it can be null, null and, but for text, an empty value mean null. A <see cref="TimeSpan"/> needs
    /// its colons and an enumeration its names, though .NET takes a number for either.
    /// </typeparam>
    /// <param name="key">The key's name, which is the option's.</param>
    /// <param name="read">Reads the value: <c>section => section.Get&lt;int?&gt;()</c>. What it throws is an error that names the path, and nothing else.</param>
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

    /// <summary>Adds a key that has keys of its own, each with a text: a dictionary.</summary>
    /// <param name="key">The key's name, which is the option's.</param>
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
