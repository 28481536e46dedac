using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

/// <summary>The C# of docs/probes/github.md, statusio.md and gitlab.md.</summary>
public static class StatusPageSnippets
{
    public static void GitHub(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeGitHub();
    }

    public static void OwnGitHub(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeGitHub(configure: o => o.BaseAddress = new Uri("https://eu.githubstatus.com"));
    }

    public static void StatusIO(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeStatusIO("51f6f2088643809b7200000d", name: "supplier");
    }

    public static void GitLab(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeGitLab();
    }
}
