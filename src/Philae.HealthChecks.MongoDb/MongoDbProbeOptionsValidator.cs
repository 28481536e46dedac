using Microsoft.Extensions.Options;
using MongoDB.Driver;
using Philae.HealthChecks.Tls;

namespace Philae.HealthChecks.MongoDb;

internal sealed class MongoDbProbeOptionsValidator : IValidateOptions<MongoDbProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, MongoDbProbeOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.Database is { } database && !DatabaseNamespace.IsValid(database))
        {
            result.AddError($"{name}.{nameof(options.Database)} must not be empty or have a dot in it.");
        }

        if (options.CertificateAuthorityFile is { } file && WhyUnreadable(file) is { } why)
        {
            result.AddError($"{name}.{nameof(options.CertificateAuthorityFile)}: {why}");
        }

        return result.Build();
    }

    private static string? WhyUnreadable(string file)
    {
        if (!File.Exists(file))
        {
            return $"there is no file '{file}'.";
        }

        return PemFile.CanRead(() => PemFile.Certificates(file)) ? null : $"no certificate can be read from '{file}'.";
    }
}
