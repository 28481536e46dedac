using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Elasticsearch;

internal sealed class ElasticsearchProbeOptionsValidator : IValidateOptions<ElasticsearchProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, ElasticsearchProbeOptions options)
    {
        if (options.ApiKey is { } key && (key.Length == 0 || key.Any(static character => !char.IsAscii(character) || char.IsControl(character) || character == ' ')))
        {
            return ValidateOptionsResult.Fail($"{name}.{nameof(options.ApiKey)} is not a key in its encoded form, base64 of id:key.");
        }

        return options.ApiKey is not null && (options.UserName ?? options.Password) is not null
            ? ValidateOptionsResult.Fail($"{name}.{nameof(options.ApiKey)} cannot be used together with {nameof(options.UserName)} or {nameof(options.Password)}.")
            : ValidateOptionsResult.Success;
    }
}
