using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using MongoDB.Driver;

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

        try
        {
            CertificateAuthority.Trust(file);
            return null;
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"no certificate can be read from '{file}'.";
        }
    }
}
