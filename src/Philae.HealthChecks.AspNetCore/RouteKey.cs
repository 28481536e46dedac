using Microsoft.AspNetCore.Routing.Patterns;

namespace Philae.HealthChecks;

/// <summary>Equal for routes that match the same paths: case, slashes at the ends and the names of parameters do not matter.</summary>
internal static class RouteKey
{
    public static string Of(RoutePattern pattern) =>
        string.Join('/', pattern.PathSegments.Select(static segment => string.Concat(segment.Parts.Select(static part => Of(part)))));

    private static string Of(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter =>
            $"{{{parameter.ParameterKind}{string.Concat(parameter.ParameterPolicies.Select(static policy => $":{policy.Content}"))}}}",
        _ => "",
    };
}
