using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.Errors;

namespace Philae.HealthChecks.Registration;

/// <summary>Finds a name that two registrations share when the host starts; Microsoft's engine would say it at the first request.</summary>
internal sealed class UniqueNamesValidator : IValidateOptions<HealthCheckServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthCheckServiceOptions options)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        List<string> failures = [.. options.Registrations
            .Where(registration => !seen.Add(registration.Name))
            .Select(static registration => $"The health check name '{LogText.Escape(registration.Name)}' is registered more than once: give each a different 'name'.")];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
