using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Sharing;

namespace Philae.HealthChecks;

/// <summary>Which registrations an endpoint runs. The tags are known when it is mapped, and so are mistakes in them.</summary>
internal sealed class EndpointChecks
{
    private readonly PhilaeProber _prober;
    private readonly Func<HealthCheckRegistration, bool>? _choice;
    private readonly Lazy<SharedReport>? _fixed;

    private EndpointChecks(PhilaeProber prober, Func<HealthCheckRegistration, bool>? tagged, Func<HealthCheckRegistration, bool>? predicate = null)
    {
        _prober = prober;
        _choice = tagged is null || predicate is null ? tagged ?? predicate : check => tagged(check) && predicate(check);
        _fixed = predicate is null ? new(() => prober.ReportOn(tagged), LazyThreadSafetyMode.PublicationOnly) : null;
    }

    /// <summary>What it runs now: always the same, unless the application chooses at each request.</summary>
    public SharedReport Shared => _fixed?.Value ?? _prober.ReportOn(_choice);

    public static EndpointChecks Report(PhilaeEndpointOptions options, PhilaeProber prober) =>
        new(prober, options.Tags.Count == 0 ? null : Tagged(options.Tags, nameof(options.Tags), prober.Checks), options.Predicate);

    public static EndpointChecks Live(PhilaeEndpointOptions options, PhilaeProber prober) =>
        new(prober, Own(options.Live, nameof(options.Live), PhilaeTags.Live, prober.Checks));

    public static EndpointChecks Startup(PhilaeEndpointOptions options, PhilaeProber prober) =>
        new(prober, Own(options.Startup, nameof(options.Startup), PhilaeTags.Startup, prober.Checks));

    public static EndpointChecks Ready(PhilaeEndpointOptions options, PhilaeProber prober) => new(
        prober,
        options.Ready.Tags.Count == 0 && !prober.Checks.Any(static check => check.Tags.Contains(PhilaeTags.Ready))
            ? static check => !check.Tags.Contains(PhilaeTags.Live) && !check.Tags.Contains(PhilaeTags.Startup) && !check.Tags.Contains(PhilaeTags.External)
            : Own(options.Ready, nameof(options.Ready), PhilaeTags.Ready, prober.Checks));

    /// <summary>What it runs now, but for some.</summary>
    public SharedReport Without(ISet<string> names) => _prober.ReportOn(check => !names.Contains(check.Name) && _choice?.Invoke(check) != false);

    private static Func<HealthCheckRegistration, bool> Own(
        PhilaeSubEndpointOptions options, string name, string tag, ICollection<HealthCheckRegistration> all) =>
        options.Tags.Count == 0 ? check => check.Tags.Contains(tag) : Tagged(options.Tags, $"{name}.{nameof(options.Tags)}", all);

    private static Func<HealthCheckRegistration, bool> Tagged(ICollection<string> tags, string option, ICollection<HealthCheckRegistration> all)
    {
        string[] unknown = [.. tags.Where(tag => !all.Any(check => check.Tags.Contains(tag)))];
        if (unknown.Length > 0)
        {
            throw new InvalidOperationException(
                $"PhilaeEndpointOptions.{option} names the tag '{unknown[0]}', which no health check carries: the report would be healthy by mistake.");
        }

        string[] any = [.. tags];
        return check => any.Any(check.Tags.Contains);
    }
}
