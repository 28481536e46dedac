using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Running;

namespace Philae.HealthChecks.Configuration;

/// <summary>What every probe's registration takes, read from the probe's section; the other keys are its options.</summary>
internal sealed class ProbeSettings
{
    private static readonly PhilaeConfigurationKeys<ProbeSettings> Known = new PhilaeConfigurationKeys<ProbeSettings>()
        .Add(nameof(Url), static (settings, value) => settings.Url = value)
        .Add(nameof(FailureStatus), static key => key.Get<FailureKind?>(), static (settings, value) => settings.FailureStatus = (HealthStatus?)value)
        .Add(nameof(Timeout), static key => key.Get<TimeSpan?>(), static (settings, value) => settings.Timeout = value);

    private ProbeSettings()
    {
    }

    public static IEnumerable<string> Keys { get; } = [nameof(Url), nameof(Tags), nameof(FailureStatus), nameof(Timeout)];

    public string? Url { get; private set; }

    public IReadOnlyList<string>? Tags { get; private set; }

    public HealthStatus? FailureStatus { get; private set; }

    public TimeSpan? Timeout { get; private set; }

    public List<IConfigurationSection> Others { get; } = [];

    public static ProbeSettings Read(IConfigurationSection probe, ConfigurationErrors errors)
    {
        var settings = new ProbeSettings();
        foreach (IConfigurationSection key in probe.GetChildren())
        {
            if (Known.All.TryGetValue(key.Key, out ConfigurationKey<ProbeSettings>? known))
            {
                known.Read(key, errors)?.Invoke(settings);
            }
            else if (key.Key.Equals(nameof(Tags), StringComparison.OrdinalIgnoreCase))
            {
                settings.Tags = ConfigurationValue.Texts(key, isList: true, errors)?.ConvertAll(static tag => tag.Value);
            }
            else
            {
                settings.Others.Add(key);
            }
        }

        if (settings.Timeout is { } timeout && !TimeLimit.IsValid(timeout))
        {
            errors.Add(ConfigurationPath.Combine(probe.Path, nameof(Timeout)), $"must be {TimeLimit.Range}.");
        }

        return settings;
    }
}
