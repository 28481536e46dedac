using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks;

namespace Snippets;

/// <summary>The C# of docs/probes/http.md.</summary>
public static class HttpSnippets
{
    public static void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeHttp("https://hc:secret@payments.internal/ping", name: "payments");
    }

    public static void Body(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeHttp("http://orders.internal/stats", name: "orders", configure: o => o.ResponseValidator = async (body, ct) =>
            {
                using JsonDocument stats = await JsonDocument.ParseAsync(body, cancellationToken: ct);
                if (stats.RootElement.GetProperty("waiting").GetInt32() > 1000)
                {
                    throw new ProbeException("more than 1000 orders wait");
                }
            });
    }

    public static void OwnAuthority(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeHttp("https://payments.internal/ping", configure: o => o.CertificateAuthorityFile = "/etc/ssl/internal-ca.pem");
    }

    public static void OwnClient(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeHttp("https://payments.internal/ping", name: "payments", configure: o => o.HttpClientName = "payments");
    }
}
