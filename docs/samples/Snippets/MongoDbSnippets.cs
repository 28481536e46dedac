using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Driver;

namespace Snippets;

/// <summary>The C# of docs/probes/mongodb.md and of the package's README.md.</summary>
public static class MongoDbSnippets
{
    public static void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeMongoDb("mongodb://health:secret@mongo1,mongo2,mongo3/?replicaSet=rs0&ssl=true&timeout=5s");
    }

    public static void MutualTls(WebApplicationBuilder builder, X509Certificate2 certificate)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeMongoDb("mongodb://health:secret@mongo/?tls=true", name: "orders-db", configure: o =>
            {
                o.Database = "orders";
                o.CertificateAuthorityFile = "/etc/mongo/ca.pem";
                o.ConfigureClient = client => client.SslSettings = new SslSettings { ClientCertificates = [certificate] };
            });
    }

    public static void OwnClient(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeMongoDb(services => services.GetRequiredService<IMongoClient>());
    }
}
