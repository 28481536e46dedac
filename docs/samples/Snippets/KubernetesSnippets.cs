using Microsoft.AspNetCore.Builder;

namespace Snippets;

/// <summary>The C# of docs/kubernetes.md that the Kubernetes sample has no use for.</summary>
public static class KubernetesSnippets
{
    public static void ShortCircuit(WebApplication app)
    {
        app.MapPhilaeHealthChecks().ShortCircuit();
    }
}
