using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>Believes whoever says who he is: <c>Authorization: User name</c>.</summary>
internal class NamedUserHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected virtual string? UserName => Request.Headers.Authorization.ToString() is { Length: > 5 } header ? header["User ".Length..] : null;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(UserName is not { } name
        ? AuthenticateResult.NoResult()
        : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], Scheme.Name)), Scheme.Name)));
}
