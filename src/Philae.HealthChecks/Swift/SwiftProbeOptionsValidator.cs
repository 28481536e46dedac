using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Swift;

/// <summary>Checks that there is all it takes to log in; where nothing is configured, the check says so instead.</summary>
internal sealed class SwiftProbeOptionsValidator : IValidateOptions<SwiftProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, SwiftProbeOptions options)
    {
        List<string> failures = options.Login is { } login ? [.. Failures(login).Select(failure => $"{name}.{failure}.")] : [];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(SwiftLogin login)
    {
        if (login.Version is not (2 or 3))
        {
            yield return "AuthVersion must be 2 or 3, or null (OS_IDENTITY_API_VERSION, OS_AUTH_VERSION)";
        }

        foreach (string failure in login.UsesCredential ? OfCredential(login) : OfPassword(login))
        {
            yield return failure;
        }
    }

    private static IEnumerable<string> OfCredential(SwiftLogin login)
    {
        if (login.Version == 2)
        {
            yield return "ApplicationCredentialSecret cannot be used with AuthVersion 2, which knows no application credentials";
        }

        if (login.Secret is null)
        {
            yield return "ApplicationCredentialSecret is required with an application credential (OS_APPLICATION_CREDENTIAL_SECRET)";
        }

        if (login.Credential.IsNone)
        {
            yield return "ApplicationCredentialId is required with ApplicationCredentialSecret (OS_APPLICATION_CREDENTIAL_ID), or ApplicationCredentialName and the user";
        }
        else if (login.Credential.Id is null && login.User.IsNone)
        {
            yield return "UserName is required with ApplicationCredentialName (OS_USERNAME), or UserId";
        }
    }

    private static IEnumerable<string> OfPassword(SwiftLogin login)
    {
        if (login.Version == 2 ? login.User.Name is null : login.User.IsNone)
        {
            yield return "UserName is required (OS_USERNAME, or in the URL)";
        }

        if (login.Password is null)
        {
            yield return "Password is required (OS_PASSWORD, or in the URL)";
        }

        if (login.Tenant.IsNone)
        {
            yield return "TenantName is required, or TenantId (OS_PROJECT_NAME, OS_PROJECT_ID)";
        }
    }
}
