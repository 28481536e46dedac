using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

/// <summary>The C# of docs/probes/elasticsearch.md.</summary>
public static class ElasticsearchSnippets
{
    public static void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeElasticsearch("https://health:secret@search.internal:9200");
    }

    public static void ApiKey(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeElasticsearch("https://search.internal:9200", configure: o =>
            {
                o.ApiKey = builder.Configuration["Search:ApiKey"];
                o.CertificateAuthorityFile = "/etc/elasticsearch/http_ca.crt";
            });
    }
}
