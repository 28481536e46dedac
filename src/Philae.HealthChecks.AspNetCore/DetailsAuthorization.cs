using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks;

/// <summary>Says of each request whether it is shown the probes.</summary>
internal sealed class DetailsAuthorization
{
    private readonly PhilaeDetails _details;
    private readonly AuthorizationPolicy? _policy;

    public DetailsAuthorization(PhilaeDetails details, IServiceProvider services)
    {
        _details = details;
        if (details.AsksPolicy)
        {
            _policy = Find(details.Policy, services);
        }
    }

    public async ValueTask<bool> IsAllowedAsync(HttpContext context)
    {
        if (_policy is null)
        {
            return _details.IsShown;
        }

        var evaluator = context.RequestServices.GetRequiredService<IPolicyEvaluator>();
        var authenticated = await evaluator.AuthenticateAsync(_policy, context).ConfigureAwait(false);
        PolicyAuthorizationResult result = await evaluator.AuthorizeAsync(_policy, authenticated, context, context).ConfigureAwait(false);
        return result.Succeeded;
    }

    // Policies are fixed when the application starts. If the provider has to fetch them, this waits once.
    private static AuthorizationPolicy Find(string? name, IServiceProvider services)
    {
        IAuthorizationPolicyProvider policies = services.GetService<IPolicyEvaluator>() is not null && services.GetService<IAuthorizationPolicyProvider>() is { } provider
            ? provider
            : throw new InvalidOperationException("PhilaeEndpointOptions.Details asks a policy, which needs 'builder.Services.AddAuthorization()'.");
        return name is null
            ? policies.GetDefaultPolicyAsync().GetAwaiter().GetResult()
            : policies.GetPolicyAsync(name).GetAwaiter().GetResult()
                ?? throw new InvalidOperationException($"PhilaeEndpointOptions.Details asks the policy '{name}', which the application does not have.");
    }
}
