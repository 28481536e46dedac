using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks;
using Philae.HealthChecks.Http;
using Philae.HealthChecks.StatusPages;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the probes of public status pages. By default, they ask at most once a minute.</summary>
public static class PhilaeStatusPageBuilderExtensions
{
    // A free public service may know who calls it.
    private static readonly KeyValuePair<string, string>[] UserAgent = [new("User-Agent", "Philae.HealthChecks")];

    private const string GitLabId = "5b36dc6502d06804c08349f7";
    private static readonly Uri GitHub = new("https://www.githubstatus.com/");
    private static readonly Uri StatusIO = new("https://api.status.io/");

    /// <summary>
    /// Adds a probe of GitHub's status page. It is healthy without an incident, degraded with a minor incident or during
    /// maintenance, and unhealthy with a major or critical incident.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="name">The name in the report. Null: <c>github</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: <see cref="PhilaeTags.External"/>, which keeps the probe out of readiness.</param>
    /// <param name="timeout">
    /// The check's deadline, from 1 millisecond to 1 day. Null: the report's deadline, <see cref="PhilaeOptions.Deadline"/>.
    /// </param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeGitHub(
        this IHealthChecksBuilder builder,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<StatusPageProbeOptions>? configure = null) =>
        Add(builder, GitHub, "/api/v2/status.json", StatusPages.GitHubAsync, "github", name, failureStatus, tags, timeout, configure);

    /// <summary>
    /// Adds a probe of a status page on StatusIO. It is healthy if the overall status code is below 200, degraded if it is below
    /// 400, and otherwise unhealthy.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="id">The page's id on StatusIO: letters and digits.</param>
    /// <param name="name">The name in the report. Null: <c>statusio</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: <see cref="PhilaeTags.External"/>, which keeps the probe out of readiness.</param>
    /// <param name="timeout">
    /// The check's deadline, from 1 millisecond to 1 day. Null: the report's deadline, <see cref="PhilaeOptions.Deadline"/>.
    /// </param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The id is empty or holds other characters, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeStatusIO(
        this IHealthChecksBuilder builder,
        string id,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<StatusPageProbeOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        if (!id.All(char.IsAsciiLetterOrDigit))
        {
            throw new ArgumentException("the id of a page is letters and digits; an address belongs into the option BaseAddress.", nameof(id));
        }

        return AddStatusIO(builder, id, "statusio", name, failureStatus, tags, timeout, configure);
    }

    /// <summary>Adds a probe of GitLab's status page, which is a page on StatusIO.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="name">The name in the report. Null: <c>gitlab</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: <see cref="PhilaeTags.External"/>, which keeps the probe out of readiness.</param>
    /// <param name="timeout">
    /// The check's deadline, from 1 millisecond to 1 day. Null: the report's deadline, <see cref="PhilaeOptions.Deadline"/>.
    /// </param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeGitLab(
        this IHealthChecksBuilder builder,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<StatusPageProbeOptions>? configure = null) =>
        AddStatusIO(builder, GitLabId, "gitlab", name, failureStatus, tags, timeout, configure);

    private static IHealthChecksBuilder AddStatusIO(
        IHealthChecksBuilder builder,
        string id,
        string kind,
        string? name,
        HealthStatus? failureStatus,
        IEnumerable<string>? tags,
        TimeSpan? timeout,
        Action<StatusPageProbeOptions>? configure) =>
        Add(builder, StatusIO, $"/1.0/status/{id}", StatusPages.StatusIOAsync, kind, name, failureStatus, tags, timeout, configure);

    private static IHealthChecksBuilder Add(
        IHealthChecksBuilder builder,
        Uri official,
        string path,
        Func<HttpResponseMessage, CancellationToken, Task> judge,
        string kind,
        string? name,
        HealthStatus? failureStatus,
        IEnumerable<string>? tags,
        TimeSpan? timeout,
        Action<StatusPageProbeOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StatusPageProbeOptions>, StatusPageProbeOptionsValidator>());
        string probeName = name ?? kind;
        return builder.AddHttpProbe(
            (services, options) => new HttpProbe(
                probeName, new HttpSender(services, options), new HttpCall(new Uri(options.BaseAddress ?? official, path)) { Headers = UserAgent }, judge),
            probeName, failureStatus, tags ?? [PhilaeTags.External], timeout, configure, kind);
    }
}
