using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.MongoDb;

internal sealed class SharedMongoDbProbeOptionsValidator : IValidateOptions<SharedMongoDbProbeOptions>
{
    private readonly MongoDbProbeOptionsValidator _all = new();

    public ValidateOptionsResult Validate(string? name, SharedMongoDbProbeOptions options) => _all.Validate(name, new() { Database = options.Database });
}
