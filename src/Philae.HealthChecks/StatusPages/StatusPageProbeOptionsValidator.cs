using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.StatusPages;

internal sealed class StatusPageProbeOptionsValidator : IValidateOptions<StatusPageProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, StatusPageProbeOptions options) =>
        options.BaseAddress is null or { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", PathAndQuery: "/", Fragment: "" }
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{name}.{nameof(options.BaseAddress)} must be an absolute http or https address without user name, path and query.");
}
