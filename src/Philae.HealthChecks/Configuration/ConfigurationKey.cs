using Microsoft.Extensions.Configuration;

namespace Philae.HealthChecks.Configuration;

/// <summary>An option that configuration can set.</summary>
/// <param name="Name">As the option is called.</param>
/// <param name="Type">The option's type.</param>
/// <param name="Read">Reads the value, once; what it returns sets the option. Null: it was an error.</param>
internal sealed record ConfigurationKey<TOptions>(string Name, Type Type, Func<IConfigurationSection, ConfigurationErrors, Action<TOptions>?> Read);
