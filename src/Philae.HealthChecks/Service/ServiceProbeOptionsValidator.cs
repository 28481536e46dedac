using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Service;

internal sealed class ServiceProbeOptionsValidator : IValidateOptions<ServiceProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, ServiceProbeOptions options)
    {
        List<string> bad = [.. options.Headers.Where(static header => !CanBeSent(header.Key, header.Value)).Select(static header => header.Key)];
        return bad.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{name}.{nameof(options.Headers)}: '{string.Join("', '", bad)}' is not a request header, or its value has characters that no header may have.");
    }

    private static bool CanBeSent(string name, string? value)
    {
        using var request = new HttpRequestMessage();
        try
        {
            request.Headers.Add(name, value);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
