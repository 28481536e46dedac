using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

/// <summary>The C# of docs/probes/nsq.md.</summary>
public static class NsqSnippets
{
    public static void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeNsq("nsqd.internal");
    }

    public static void Lookup(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeNsq("nsqlookupd.internal", 4161, name: "nsqlookupd");
    }

    public static void Tls(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeNsq("nsqd.internal", 4152, configure: o => o.CertificateAuthorityFile = "/etc/nsq/ca.pem");
    }
}
