using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

/// <summary>The C# of docs/probes/swift.md, and of the README's table.</summary>
public static class SwiftSnippets
{
    public static void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeSwift("https://health:secret@identity.internal:5000/v3", configure: o => (o.TenantName, o.Region) = ("shop", "RegionOne"));
    }

    public static void Environment(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddPhilaeSwift();
    }

    public static void ApplicationCredential(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeSwift("https://identity.internal:5000/v3", configure: o =>
            {
                o.ApplicationCredentialId = builder.Configuration["OpenStack:CredentialId"];
                o.ApplicationCredentialSecret = builder.Configuration["OpenStack:CredentialSecret"];
                o.CertificateAuthorityFile = "/etc/ssl/internal-ca.pem";
            });
    }

    public static void Table(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeSwift("https://user:password@host:5000/v3", configure: o => o.TenantName = "project");
    }
}
