using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Http;

internal sealed class HttpProbeOptionsValidator : IValidateOptions<HttpProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpProbeOptions options) => options.ExpectedStatusCode is null or (>= 100 and <= 599)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{name}.{nameof(options.ExpectedStatusCode)} must be from 100 to 599, or null.");
}
