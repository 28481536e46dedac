using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks;
using Philae.HealthChecks.Configuration;
using Philae.HealthChecks.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the probes of a configuration.</summary>
public static class PhilaeConfigurationBuilderExtensions
{
    private const string Probes = "Probes";

    private static readonly PhilaeConfigurationKeys<PhilaeOptions> Keys = new PhilaeConfigurationKeys<PhilaeOptions>()
        .Add(nameof(PhilaeOptions.Deadline), static key => key.Get<TimeSpan>(), static (options, value) => options.Deadline = value)
        .Add(nameof(PhilaeOptions.MaxAge), static key => key.Get<TimeSpan>(), static (options, value) => options.MaxAge = value)
        .Add(nameof(PhilaeOptions.UnhealthyMaxAge), static key => key.Get<TimeSpan?>(), static (options, value) => options.UnhealthyMaxAge = value)
        .Add(nameof(PhilaeOptions.DrainDelay), static key => key.Get<TimeSpan>(), static (options, value) => options.DrainDelay = value)
        .Add(nameof(PhilaeOptions.MaxServiceDepth), static key => key.Get<int>(), static (options, value) => options.MaxServiceDepth = value)
        .Add(nameof(PhilaeOptions.ReportLogLevel), static key => key.Get<LogLevel>(), static (options, value) => options.ReportLogLevel = value)
        .Add(nameof(PhilaeOptions.FailureLogLevel), static key => key.Get<LogLevel>(), static (options, value) => options.FailureLogLevel = value)
        .Add(nameof(PhilaeOptions.RecoveryLogLevel), static key => key.Get<LogLevel>(), static (options, value) => options.RecoveryLogLevel = value)
        .Add(nameof(PhilaeOptions.TraceDrivers), static key => key.Get<bool>(), static (options, value) => options.TraceDrivers = value);

    /// <summary>
    /// Adds the probes of a configuration section, and sets <see cref="PhilaeOptions"/> from it. This call reads the section
    /// once. A section that does not exist, or has no <c>Probes</c>, adds no probe.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="section">
    /// The section, <c>configuration.GetSection("Philae")</c>. It has the options of the report and, under <c>Probes</c>, one
    /// section for each probe. The key of that section is the probe's name, and the scheme of its <c>Url</c> selects the kind of
    /// probe. Probes are added in the order of their names.
    /// </param>
    /// <param name="schemes">
    /// Adds the schemes of the packages that need a driver: <c>schemes => schemes.AddRedis()</c>. Null: only the core's schemes.
    /// </param>
    /// <param name="root">
    /// The whole configuration, <c>builder.Configuration</c>, so that a <c>Url</c> can be <c>ConnectionStrings:name</c>, alone or
    /// after a scheme (<c>redis:ConnectionStrings:cache</c>). Null: such a <c>Url</c> is an error.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">
    /// A scheme or a key is not known, a value has the wrong type, or a target cannot be read. The message has one line for each
    /// error. The line starts with the path (<c>Philae:Probes:cache:MaxAge</c>) and shows no value.
    /// </exception>
    public static IHealthChecksBuilder AddPhilaeFromConfiguration(
        this IHealthChecksBuilder builder, IConfiguration section, Action<PhilaeProbeSchemes>? schemes = null, IConfiguration? root = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        var known = new PhilaeProbeSchemes();
        schemes?.Invoke(known);
        var errors = new ConfigurationErrors();
        var changes = new List<Action<PhilaeOptions>>();
        string path = (section as IConfigurationSection)?.Path ?? "";
        PhilaeProbeBuilderExtensions.AddSharedServices(builder.Services);
        foreach (IConfigurationSection key in Children(section, "an object", errors))
        {
            if (key.Key.Equals(Probes, StringComparison.OrdinalIgnoreCase))
            {
                foreach (IConfigurationSection probe in Children(key, "an object with a key for each probe", errors))
                {
                    Add(builder, probe, known, root, errors);
                }
            }
            else if (!Keys.All.TryGetValue(key.Key, out ConfigurationKey<PhilaeOptions>? option))
            {
                errors.AddUnknown(key, Keys.All.Keys.Append(Probes));
            }
            else if (option.Read(key, errors) is { } change)
            {
                changes.Add(change);
            }
        }

        if (!section.GetSection(Probes).GetChildren().Any())
        {
            builder.Services.AddSingleton(new EmptySection(path));
        }

        Configure(builder.Services, changes, path, errors);
        errors.ThrowIfAny();
        return builder;
    }

    private static void Add(IHealthChecksBuilder builder, IConfigurationSection probe, PhilaeProbeSchemes known, IConfiguration? root, ConfigurationErrors errors)
    {
        int before = errors.Count;
        _ = Children(probe, "an object with a Url", errors);
        ProbeSettings settings = ProbeSettings.Read(probe, root, errors, before);
        if (string.IsNullOrWhiteSpace(settings.Url))
        {
            return;
        }

        if (known.Find(settings.Url) is { } scheme)
        {
            scheme.Add(builder, probe, settings, errors, before);
        }
        else
        {
            errors.Add(settings.UrlPath, UnknownUrl.Explain(settings.Url, known.All.Keys));
        }
    }

    private static void Configure(IServiceCollection services, List<Action<PhilaeOptions>> changes, string path, ConfigurationErrors errors)
    {
        var options = new PhilaeOptions();
        Apply(options);
        errors.AddFailures(new PhilaeOptionsValidator().Validate(null, options).Failures, nameof(PhilaeOptions), path);
        services.Configure<PhilaeOptions>(Apply);

        void Apply(PhilaeOptions target) => changes.ForEach(change => change(target));
    }

    private static IEnumerable<IConfigurationSection> Children(IConfiguration section, string what, ConfigurationErrors errors)
    {
        if (section is IConfigurationSection text && (text.Value is { Length: > 0 } || ConfigurationValue.IsList(text)))
        {
            errors.Add(text.Path, $"must be {what}.");
        }

        return section.GetChildren();
    }
}
