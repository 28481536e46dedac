using Docker.DotNet;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

/// <summary>The C# of docs/probes/docker.md, of the package's own page, and of the README's table.</summary>
public static class DockerSnippets
{
    public static void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeDocker("unix:///var/run/docker.sock");
    }

    public static void Environment(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddPhilaeDocker();
    }

    public static void Tls(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeDocker("tcp://builder.internal:2376", name: "builder", configure: o =>
            {
                o.CertificateAuthorityFile = "/etc/philae/ca.pem";
                o.ClientCertificateFile = "/etc/philae/cert.pem";
                o.ClientKeyFile = "/etc/philae/key.pem";
            });
    }

    public static void OwnClient(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeDocker(services => services.GetRequiredService<IDockerClient>());
    }
}
