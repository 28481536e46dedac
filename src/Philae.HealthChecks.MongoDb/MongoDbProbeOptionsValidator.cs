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
            result.AddError("must not be empty or have a dot in it.", $"{name}.{nameof(options.Database)}");
        }

        if (options.CertificateAuthorityFile is { } file && !File.Exists(file))
        {
            result.AddError($"there is no file '{file}'.", $"{name}.{nameof(options.CertificateAuthorityFile)}");
        }

        return result.Build();
    }
}
