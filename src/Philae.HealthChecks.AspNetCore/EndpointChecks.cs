using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks;

/// <summary>Which registrations each endpoint runs. The tags are known when it is mapped, and so are mistakes in them.</summary>
internal static class EndpointChecks
{
    public static Func<HealthCheckRegistration, bool>? Report(PhilaeEndpointOptions options, ICollection<HealthCheckRegistration> all)
    {
        if (options.Tags.Count == 0)
        {
            return options.Predicate;
        }

        Func<HealthCheckRegistration, bool> tagged = Tagged(options.Tags, nameof(options.Tags), all);
        return options.Predicate is { } predicate ? check => tagged(check) && predicate(check) : tagged;
    }

    public static Func<HealthCheckRegistration, bool> Live(PhilaeEndpointOptions options, ICollection<HealthCheckRegistration> all) =>
        Own(options.Live, nameof(options.Live), PhilaeTags.Live, all);

    public static Func<HealthCheckRegistration, bool> Startup(PhilaeEndpointOptions options, ICollection<HealthCheckRegistration> all) =>
        Own(options.Startup, nameof(options.Startup), PhilaeTags.Startup, all);

    public static Func<HealthCheckRegistration, bool> Ready(PhilaeEndpointOptions options, ICollection<HealthCheckRegistration> all) =>
        options.Ready.Tags.Count == 0 && !all.Any(static check => check.Tags.Contains(PhilaeTags.Ready))
            ? static check => !check.Tags.Contains(PhilaeTags.Live) && !check.Tags.Contains(PhilaeTags.Startup) && !check.Tags.Contains(PhilaeTags.External)
            : Own(options.Ready, nameof(options.Ready), PhilaeTags.Ready, all);

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
