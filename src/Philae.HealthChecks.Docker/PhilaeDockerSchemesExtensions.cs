using Philae.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the Docker probe to configuration.</summary>
public static class PhilaeDockerSchemesExtensions
{
    private static readonly PhilaeConfigurationKeys<DockerProbeOptions> Keys = new PhilaeConfigurationKeys<DockerProbeOptions>()
        .Add(nameof(DockerProbeOptions.CertificateAuthorityFile), static (options, value) => options.CertificateAuthorityFile = value)
        .Add(nameof(DockerProbeOptions.ClientCertificateFile), static (options, value) => options.ClientCertificateFile = value)
        .Add(nameof(DockerProbeOptions.ClientKeyFile), static (options, value) => options.ClientKeyFile = value);

    /// <summary>
    /// Adds <c>docker+unix://</c>, <c>docker+tcp://</c>, <c>docker+http://</c> and <c>docker+https://</c>: <c>docker+</c>,
    /// followed by a target of <c>AddPhilaeDocker</c>. Also adds <c>docker:</c> for the target in the environment.
    /// </summary>
    /// <param name="schemes">The schemes that <c>AddPhilaeFromConfiguration</c> passes to its callback.</param>
    /// <returns>The same schemes.</returns>
    public static PhilaeProbeSchemes AddDocker(this PhilaeProbeSchemes schemes)
    {
        ArgumentNullException.ThrowIfNull(schemes);
        return schemes
            .Add(
                Keys,
                static (builder, probe) => builder.AddPhilaeDocker(
                    probe.Url["docker+".Length..], probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
                "docker+unix://", "docker+tcp://", "docker+http://", "docker+https://")
            .Add(
                Keys,
                static (builder, probe) => builder.AddPhilaeDocker(
                    FromEnvironment(probe), probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
                "docker:");
    }

    private static string? FromEnvironment(PhilaeConfiguredProbe<DockerProbeOptions> probe) => probe.Rest.Length == 0
        ? null
        : throw new ArgumentException("expected docker+unix:///path, docker+tcp://host:2375, or docker: alone for what the environment says.", nameof(probe));
}
