using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

/// <summary>The C# of docs/probes/foo.md and of the package's readme.</summary>
public static class FooSnippets
{
    public static void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeFoo("foo://host:4711");
    }
}
