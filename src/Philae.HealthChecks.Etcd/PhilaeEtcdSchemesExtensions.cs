using Philae.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the etcd probe to configuration.</summary>
public static class PhilaeEtcdSchemesExtensions
{
    private static readonly PhilaeConfigurationKeys<EtcdProbeOptions> Keys = new PhilaeConfigurationKeys<EtcdProbeOptions>()
        .Add(nameof(EtcdProbeOptions.Key), static (options, value) => options.Key = value!)
        .Add(nameof(EtcdProbeOptions.UserName), static (options, value) => options.UserName = value)
        .Add(nameof(EtcdProbeOptions.Password), static (options, value) => options.Password = value)
        .Add(nameof(EtcdProbeOptions.CertificateAuthorityFile), static (options, value) => options.CertificateAuthorityFile = value)
        .Add(nameof(EtcdProbeOptions.ClientCertificateFile), static (options, value) => options.ClientCertificateFile = value)
        .Add(nameof(EtcdProbeOptions.ClientKeyFile), static (options, value) => options.ClientKeyFile = value);

    /// <summary>
    /// Adds <c>etcd+http://</c> and <c>etcd+https://</c>: <c>etcd+</c>, followed by a target of <c>AddPhilaeEtcd</c>, such as
    /// <c>etcd+https://host1:2379,https://host2:2379</c>.
    /// </summary>
    /// <param name="schemes">The schemes that <c>AddPhilaeFromConfiguration</c> passes to its callback.</param>
    /// <returns>The same schemes.</returns>
    public static PhilaeProbeSchemes AddEtcd(this PhilaeProbeSchemes schemes)
    {
        ArgumentNullException.ThrowIfNull(schemes);
        return schemes.Add(
            Keys,
            static (builder, probe) => builder.AddPhilaeEtcd(
                probe.Url["etcd+".Length..], probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            "etcd+http://", "etcd+https://");
    }
}
