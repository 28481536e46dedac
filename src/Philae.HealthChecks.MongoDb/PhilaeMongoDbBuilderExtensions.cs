using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MongoDB.Driver;
using Philae.HealthChecks;
using Philae.HealthChecks.MongoDb;
using Philae.HealthChecks.Targets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the MongoDB probe.</summary>
public static class PhilaeMongoDbBuilderExtensions
{
    private const string DefaultName = "mongodb";
    private const string DefaultDatabase = "admin";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Adds a probe that pings MongoDB over a client of its own, kept from check to check. It verifies the credentials in the
    /// target.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="target">
    /// A URL in the driver's form, <c>mongodb://user:password@host:27017/database</c> or <c>mongodb+srv://</c>. It may also have
    /// go-philae's <c>ssl=true</c> (the certificate is verified) and <c>timeout=10s</c>.
    /// </param>
    /// <param name="name">The name in the report. Null: <c>mongodb</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">
    /// The check's deadline, from 1 millisecond to 1 day. Null: the target's <c>timeout</c>, or else 10 seconds. The driver's own limits
    /// (server selection, connect, socket) are shortened to fit into it.
    /// </param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The target cannot be read, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeMongoDb(
        this IHealthChecksBuilder builder,
        string target,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<MongoDbProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        MongoDbTarget parsed = MongoDbTarget.Parse(target);
        TimeSpan deadline = timeout ?? parsed.Timeout ?? DefaultTimeout;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MongoDbProbeOptions>, MongoDbProbeOptionsValidator>());
        return builder.AddPhilaeProbe<MongoDbProbeOptions>(
            (services, options) => MongoDbProbe.Own(name ?? DefaultName, new MongoDbClientFactory(
                parsed, options, options.Database ?? parsed.Url.DatabaseName ?? DefaultDatabase,
                Shorter(deadline, services.GetRequiredService<IOptions<PhilaeOptions>>().Value.Deadline)), KeptFirst.Of(services, deadline)),
            name ?? DefaultName, failureStatus, tags, deadline, configure, DefaultName).AddPhilaeTargetWarnings(name ?? DefaultName, parsed.Warnings);
    }

    /// <summary>Adds a probe that pings MongoDB through the application's own client.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="client">
    /// Finds the client, once, at the first check. The application owns it, and the probe never disposes it. If this function
    /// throws, the probe is unhealthy (<c>not configured</c>, below <c>not a valid URL</c> if the driver cannot read the client's
    /// URL), and the next check tries again.
    /// </param>
    /// <param name="name">The name in the report. Null: <c>mongodb</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 10 seconds.</param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeMongoDb(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, IMongoClient> client,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<SharedMongoDbProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(client);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SharedMongoDbProbeOptions>, SharedMongoDbProbeOptionsValidator>());
        return builder.AddPhilaeProbe<SharedMongoDbProbeOptions>(
            (services, options) => MongoDbProbe.Shared(name ?? DefaultName, Find(client, services), options.Database ?? DefaultDatabase),
            name ?? DefaultName, failureStatus, tags, timeout ?? DefaultTimeout, configure, DefaultName);
    }

    private static IMongoClient Find(Func<IServiceProvider, IMongoClient> client, IServiceProvider services)
    {
        try
        {
            return client(services);
        }
        catch (MongoConfigurationException)
        {
            // The factory, or the application's registration behind it, made the client of a URL that the driver cannot read.
            throw MongoDbFailure.OfInvalidUrl();
        }
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
