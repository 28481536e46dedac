using dotnet_etcd.interfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

/// <summary>The C# of docs/probes/etcd.md and of the package's README.md.</summary>
public static class EtcdSnippets
{
    public static void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeEtcd("https://health:secret@etcd1:2379,https://etcd2:2379,https://etcd3:2379");
    }

    public static void MutualTls(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeEtcd("https://etcd1,https://etcd2,https://etcd3", configure: o =>
            {
                o.UserName = "health";
                o.Password = builder.Configuration["Etcd:Password"];
                o.CertificateAuthorityFile = "/etc/etcd/ca.pem";
                o.ClientCertificateFile = "/etc/etcd/health.pem";
                o.ClientKeyFile = "/etc/etcd/health.key";
            });
    }

    public static void OwnClient(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeEtcd(services => services.GetRequiredService<IEtcdClient>(), configure: o => o.Key = "config/ready");
    }
}
