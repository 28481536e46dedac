using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

/// <summary>The C# of docs/probes/sample.md.</summary>
public static class SampleSnippets
{
    public static void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeSample()
            .AddPhilaeSample(healthy: false, name: "bad", configure: o => o.Error = "out of coffee");
    }
}
