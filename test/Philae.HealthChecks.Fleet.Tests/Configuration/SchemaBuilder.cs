using System.Reflection;
using System.Text.Json.Nodes;
using Philae.HealthChecks.Configuration;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>
/// The JSON schema of one package's keys, from its options and their documentation. An editor merges those of all packages, in a
/// way of its own, so that each says nothing that is only true of it alone; it is of draft 4, as Visual Studio merges no other.
/// </summary>
internal sealed class SchemaBuilder(Assembly package)
{
    private const string Duration = @"^(\d+\.)?([01]?\d|2[0-3]):[0-5]?\d(:[0-5]?\d(\.\d{1,7})?)?$";

    private readonly bool _isCore = package == typeof(ProbeOptions).Assembly;

    private readonly Type[] _options = [.. Configured.All(new PhilaeProbeSchemes()).All.Values
        .Select(static scheme => scheme.Options).Where(options => options.Assembly == package).Distinct().OrderBy(static options => options.Name, StringComparer.Ordinal)];

    public string Build()
    {
        JsonObject section = _isCore ? Keys([typeof(PhilaeOptions)]) : [];
        section["Probes"] = new JsonObject
        {
            ["description"] = "The probes, each by its name in the report.",
            ["type"] = "object",
            ["additionalProperties"] = new JsonObject { ["type"] = "object", ["properties"] = Probe() },
        };
        var philae = new JsonObject { ["description"] = "Philae health checks: AddPhilaeFromConfiguration.", ["type"] = "object", ["properties"] = section };
        if (_isCore)
        {
            philae["additionalProperties"] = false;
        }

        return new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["Philae"] = philae } }.ToJsonString(Json) + "\n";
    }

    private static System.Text.Json.JsonSerializerOptions Json { get; } =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private JsonObject Probe()
    {
        JsonObject keys = Keys(_options);
        if (!_isCore)
        {
            return keys;
        }

        JsonObject probe = new()
        {
            ["Url"] = Described("What is probed. Its scheme chooses the probe: http://, tcp://, redis://, ….", new JsonObject { ["type"] = "string" }),
            ["Tags"] = Described(
                "Tags to filter by. Default: the probe's own, if any.",
                new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } }),
            ["FailureStatus"] = Described("What a failure counts as. Null: Unhealthy.", Of(typeof(FailureKind), true)),
            ["Timeout"] = Described("The check's deadline, from 1 millisecond to 1 day. Null: the probe's own, or the report's.", Of(typeof(TimeSpan), true)),
        };
        foreach ((string name, JsonNode? key) in keys)
        {
            probe[name] = key!.DeepClone();
        }

        return probe;
    }

    private JsonObject Keys(Type[] options)
    {
        var keys = new JsonObject();
        foreach (IGrouping<string, PropertyInfo> key in options.SelectMany(KeysOf).GroupBy(static property => property.Name))
        {
            // Keys of all probes are the core's to describe.
            if (_isCore || key.First().DeclaringType!.Assembly == package)
            {
                keys[key.Key] = Key([.. key]);
            }
        }

        return keys;
    }

    private static IEnumerable<PropertyInfo> KeysOf(Type options)
    {
        IEnumerable<string> keys = options == typeof(PhilaeOptions)
            ? options.GetProperties().Select(static property => property.Name)
            : Configured.All(new PhilaeProbeSchemes()).All.Values.First(scheme => scheme.Options == options).Keys.Keys;
        return keys.Select(key => options.GetProperty(key)!);
    }

    // Several probes may have a key of that name, with words of their own about it.
    private static JsonObject Key(PropertyInfo[] properties)
    {
        string[] texts = [.. properties.GroupBy(XmlDocumentation.Of).Select(static text => text.First().DeclaringType == typeof(ProbeOptions) || text.First().DeclaringType == typeof(PhilaeOptions)
            ? text.Key
            : $"{string.Join(", ", text.Select(static property => property.ReflectedType!.Name.Replace("ProbeOptions", "", StringComparison.Ordinal)))}: {text.Key}")];
        string[] types = [.. properties.Select(static property => Of(property).ToJsonString()).Distinct()];
        types.Should().ContainSingle("an editor merges the types of {0} into one", properties[0].Name);
        JsonObject key = Described(string.Join(" ", texts), Of(properties[0]));
        JsonNode?[] defaults = [.. properties.Select(Default)];
        if (defaults[0] is { } value && defaults.All(other => JsonNode.DeepEquals(value, other)))
        {
            key["default"] = value;
        }

        return key;
    }

    private static JsonNode? Default(PropertyInfo property) => property.GetValue(Activator.CreateInstance(property.ReflectedType!)) switch
    {
        TimeSpan value => value.ToString(),
        int value => value,
        bool value => value,
        Enum value => value.ToString(),
        string value => value,
        _ => null,
    };

    private static JsonObject Described(string text, JsonObject type)
    {
        var key = new JsonObject { ["description"] = text };
        foreach ((string name, JsonNode? value) in type)
        {
            key[name] = value?.DeepClone();
        }

        return key;
    }

    private static JsonObject Of(PropertyInfo property) =>
        Of(property.PropertyType, new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable);

    private static JsonObject Of(Type type, bool nullable)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            JsonNode?[] names = [.. Enum.GetNames(type).Select(static name => (JsonNode)name)];
            return new JsonObject { ["enum"] = new JsonArray(nullable ? [.. names, null] : names) };
        }

        string name = type == typeof(int) ? "integer" : type == typeof(bool) ? "boolean" : type == typeof(IDictionary<string, string>) ? "object" : "string";
        var schema = new JsonObject { ["type"] = nullable ? new JsonArray(name, "null") : name };
        if (name == "object")
        {
            schema["additionalProperties"] = new JsonObject { ["type"] = "string" };
        }

        if (type == typeof(TimeSpan))
        {
            schema["pattern"] = Duration;
        }

        return schema;
    }
}
