using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Registration;

namespace Philae.HealthChecks.Configuration;

/// <summary>A scheme, whatever its probe's options are.</summary>
internal abstract class ProbeScheme(Type options)
{
    public Type Options { get; } = options;

    /// <summary>The keys of the options with their types.</summary>
    public abstract IReadOnlyDictionary<string, Type> Keys { get; }

    /// <summary>Reads the probe's options and, where nothing is wrong with it, registers it.</summary>
    /// <param name="builder">Where to.</param>
    /// <param name="probe">The probe's section.</param>
    /// <param name="settings">What was read of it.</param>
    /// <param name="errors">Takes the errors.</param>
    /// <param name="before">How many errors there were before the probe.</param>
    public abstract void Add(IHealthChecksBuilder builder, IConfigurationSection probe, ProbeSettings settings, ConfigurationErrors errors, int before);
}

/// <inheritdoc/>
internal sealed class ProbeScheme<TOptions>(
    string scheme, PhilaeConfigurationKeys<TOptions> keys, Action<IHealthChecksBuilder, PhilaeConfiguredProbe<TOptions>> add)
    : ProbeScheme(typeof(TOptions))
    where TOptions : ProbeOptions, new()
{
    private static readonly string[] TargetParameters = ["target", "host", "id", "probe"];

    private static readonly PhilaeConfigurationKeys<TOptions> CommonKeys = new PhilaeConfigurationKeys<TOptions>()
        .Add(nameof(ProbeOptions.MaxAge), static key => key.Get<TimeSpan?>(), static (options, value) => options.MaxAge = value)
        .Add(nameof(ProbeOptions.UnhealthyMaxAge), static key => key.Get<TimeSpan?>(), static (options, value) => options.UnhealthyMaxAge = value)
        .Add(nameof(ProbeOptions.FailureThreshold), static key => key.Get<int>(), static (options, value) => options.FailureThreshold = value)
        .Add(nameof(ProbeOptions.SuccessThreshold), static key => key.Get<int>(), static (options, value) => options.SuccessThreshold = value);

    private IEnumerable<ConfigurationKey<TOptions>> All => CommonKeys.All.Values.Concat(keys.All.Values);

    public override IReadOnlyDictionary<string, Type> Keys => All.ToDictionary(static key => key.Name, static key => key.Type);

    public override void Add(IHealthChecksBuilder builder, IConfigurationSection probe, ProbeSettings settings, ConfigurationErrors errors, int before)
    {
        var changes = new List<Action<TOptions>>();
        foreach (IConfigurationSection key in settings.Others)
        {
            if (!keys.All.TryGetValue(key.Key, out ConfigurationKey<TOptions>? known) && !CommonKeys.All.TryGetValue(key.Key, out known))
            {
                errors.AddUnknown(key, ProbeSettings.Keys.Concat(All.Select(static known => known.Name)));
            }
            else if (known.Read(key, errors) is { } change)
            {
                changes.Add(change);
            }
        }

        // The host's start would say it, too, but by the probe's name instead of the path.
        var options = new TOptions();
        Configure(options);
        errors.AddFailures(new ProbeOptionsValidator<TOptions>(probe.Key).Validate(probe.Key, options).Failures, probe.Key, probe.Path);
        if (errors.Count > before)
        {
            return;
        }

        builder.Services.AddSingleton(new ConfiguredProbe(probe.Key, failure => ConfigurationErrors.Words(failure, probe.Key, probe.Path)));
        try
        {
            add(builder, new PhilaeConfiguredProbe<TOptions>(scheme, settings.Url!, probe.Key, Configure)
            {
                FailureStatus = settings.FailureStatus,
                Tags = settings.Tags,
                Timeout = settings.Timeout,
            });
        }
        catch (ArgumentException exception)
        {
            string path = exception.ParamName == "name" ? probe.Path : settings.UrlPath;
            string parameter = TargetParameters.Contains(exception.ParamName) ? $" (Parameter '{exception.ParamName}')" : "\0";
            errors.Add(path, exception.Message.Replace(parameter, "", StringComparison.Ordinal));
        }

        void Configure(TOptions target) => changes.ForEach(change => change(target));
    }
}
