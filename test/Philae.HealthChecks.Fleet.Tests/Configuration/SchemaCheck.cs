using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>What an editor does with the schemas: merges them, and holds a file against them. Stricter, in that every key must be known.</summary>
internal static class SchemaCheck
{
    public static JsonObject Merge(IEnumerable<string> schemas)
    {
        var merged = new JsonObject();
        foreach (string schema in schemas)
        {
            Merge(merged, JsonNode.Parse(schema)!.AsObject());
        }

        return merged;
    }

    public static IEnumerable<string> Errors(JsonNode schema, JsonNode? value, string path = "")
    {
        if (schema["type"] is { } type && !(type is JsonArray several ? several : [type.DeepClone()]).Any(one => Is(value, (string)one!)))
        {
            return [$"{path}: not {type.ToJsonString()}"];
        }

        if (schema["enum"] is JsonArray names && !names.Any(name => JsonNode.DeepEquals(name, value)))
        {
            return [$"{path}: not one of {names.ToJsonString()}"];
        }

        if (value?.GetValueKind() == JsonValueKind.String && schema["pattern"] is { } pattern && !Regex.IsMatch((string)value!, (string)pattern!))
        {
            return [$"{path}: not {pattern}"];
        }

        return value switch
        {
            JsonObject item => item.SelectMany(key => (schema["properties"]?[key.Key] ?? schema["additionalProperties"]) switch
            {
                JsonObject its => Errors(its, key.Value, $"{path}:{key.Key}"),
                _ => [$"{path}:{key.Key}: unknown"],
            }),
            JsonArray list => list.SelectMany((item, index) => Errors(schema["items"]!, item, $"{path}:{index}")),
            _ => [],
        };
    }

    private static void Merge(JsonObject target, JsonObject other)
    {
        foreach ((string key, JsonNode? value) in other)
        {
            if (target[key] is JsonObject both && value is JsonObject its)
            {
                Merge(both, its);
            }
            else if (!target.ContainsKey(key))
            {
                target[key] = value?.DeepClone();
            }
        }
    }

    private static bool Is(JsonNode? value, string type) => (value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "integer" && value!.AsValue().TryGetValue(out int _),
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Array => type == "array",
        JsonValueKind.Object => type == "object",
        _ => type == "null",
    };
}
