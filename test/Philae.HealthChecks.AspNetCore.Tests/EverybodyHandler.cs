using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>Knows everybody.</summary>
internal sealed class EverybodyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : NamedUserHandler(options, logger, encoder)
{
    protected override string UserName => "anyone";
}
