using Philae.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the MongoDB probe to configuration.</summary>
public static class PhilaeMongoDbSchemesExtensions
{
    private static readonly PhilaeConfigurationKeys<MongoDbProbeOptions> Keys = new PhilaeConfigurationKeys<MongoDbProbeOptions>()
        .Add(nameof(MongoDbProbeOptions.Database), static (options, value) => options.Database = value)
        .Add(nameof(MongoDbProbeOptions.CertificateAuthorityFile), static (options, value) => options.CertificateAuthorityFile = value);

    /// <summary>Adds <c>mongodb://</c> and <c>mongodb+srv://</c>, with the URLs of <c>AddPhilaeMongoDb</c>.</summary>
    /// <param name="schemes">The schemes that <c>AddPhilaeFromConfiguration</c> passes to its callback.</param>
    /// <returns>The same schemes.</returns>
    public static PhilaeProbeSchemes AddMongoDb(this PhilaeProbeSchemes schemes)
    {
        ArgumentNullException.ThrowIfNull(schemes);
        return schemes.Add(
            Keys,
            static (builder, probe) => builder.AddPhilaeMongoDb(probe.Url, probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            "mongodb://", "mongodb+srv://");
    }
}
