using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Registration;
using Philae.HealthChecks.Targets;

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

    /// <summary>The target. Null: not given, or an error.</summary>
    public string? Url { get; private set; }

    /// <summary>Where errors of the URL are.</summary>
    public string UrlPath { get; private set; } = "";

    public IReadOnlyList<string>? Tags { get; private set; }

    public HealthStatus? FailureStatus { get; private set; }

    public TimeSpan? Timeout { get; private set; }

    public List<IConfigurationSection> Others { get; } = [];

    /// <summary>Reads the section of a probe.</summary>
    /// <param name="probe">The section.</param>
    /// <param name="root">The whole configuration, which the URL may refer to. Null: not given.</param>
    /// <param name="errors">Takes the errors.</param>
    /// <param name="before">How many errors there were before the probe.</param>
    public static ProbeSettings Read(IConfigurationSection probe, IConfiguration? root, ConfigurationErrors errors, int before)
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

        settings.ReadUrl(probe, root, errors, before);
        return settings;
    }

    private void ReadUrl(IConfigurationSection probe, IConfiguration? root, ConfigurationErrors errors, int before)
    {
        string path = ConfigurationPath.Combine(probe.Path, nameof(Url));
        if (!string.IsNullOrWhiteSpace(Url))
        {
            Url = ConnectionStrings.Resolve(Url.Trim(), root, ref path, errors);
        }
        else if (Others.Find(static key => NearestName.Of(key.Key, Keys) == nameof(Url)) is { } misspelt)
        {
            errors.AddUnknown(misspelt, Keys);
        }
        else if (errors.Count == before)
        {
            errors.Add(path, "required, and not empty.");
        }

        UrlPath = path;
    }
}
