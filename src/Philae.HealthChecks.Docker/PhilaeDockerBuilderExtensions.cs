using Docker.DotNet;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks;
using Philae.HealthChecks.Docker;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Docker probe.</summary>
public static class PhilaeDockerBuilderExtensions
{
    private const string DefaultName = "docker";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Adds a probe that lists one container over one connection of its own, kept from check to check.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="target">
    /// <c>unix:///var/run/docker.sock</c>; <c>tcp://host:2375</c>, which uses TLS (port 2376) if the options name a file for it;
    /// <c>http://</c> or <c>https://host:2376</c>. Null: the target of Docker's own client, which is <c>DOCKER_HOST</c> from the
    /// environment, with <c>DOCKER_TLS_VERIFY</c> and the files <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c> in
    /// <c>DOCKER_CERT_PATH</c>, or else the socket above. The environment is read during this call.
    /// </param>
    /// <param name="name">The name in the report. Null: <c>docker</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 3 seconds.</param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The target, or <c>DOCKER_HOST</c>, cannot be read, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeDocker(
        this IHealthChecksBuilder builder,
        string? target = null,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<DockerProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        DockerTarget parsed = target is null ? DockerEnvironment.Target() : DockerTarget.Parse(target, nameof(target));
        string probeName = name ?? DefaultName;
        builder.Services.AddSingleton<IValidateOptions<DockerProbeOptions>>(new DockerProbeOptionsValidator(probeName, parsed));
        return builder.AddPhilaeProbe<DockerProbeOptions>(
            (services, options) => DockerProbe.Own(probeName, parsed, options, KeptFirst.Of(services, timeout ?? DefaultTimeout)),
            probeName, failureStatus, tags, timeout ?? DefaultTimeout, Configure, DefaultName);

        void Configure(DockerProbeOptions options)
        {
            if (target is null)
            {
                DockerEnvironment.SetFiles(parsed, options);
            }

            configure?.Invoke(options);
        }
    }

    /// <summary>Adds a probe that lists one container through the application's own client.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="client">Finds the client, once, at the first check. The application owns it, and the probe never disposes it.</param>
    /// <param name="name">The name in the report. Null: <c>docker</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 3 seconds.</param>
    /// <param name="configure">Sets the options of the probe's runs. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeDocker(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, IDockerClient> client,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<ProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        string probeName = name ?? DefaultName;
        return builder.AddPhilaeProbe<ProbeOptions>(
            (services, _) => DockerProbe.Shared(probeName, client(services)), probeName, failureStatus, tags, timeout ?? DefaultTimeout, configure, DefaultName);
    }
}
