using System.Text.Json.Nodes;

namespace Philae.HealthChecks.Swift;

/// <summary>A user, project, domain or credential, which has an id or a name.</summary>
internal readonly record struct SwiftIdentity
{
    public SwiftIdentity(string? id, string? name) => (Id, Name) = (Text(id), Text(name));

    public string? Id { get; }

    public string? Name { get; }

    public bool IsNone => Id is null && Name is null;

    /// <summary>Null if it is empty, as variables and configuration files may be.</summary>
    public static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;

    /// <summary>Itself, or the other where it is none: they are never mixed, as an id would put the other's name aside.</summary>
    public SwiftIdentity Or(SwiftIdentity other) => IsNone ? other : this;

    /// <summary>As version 3 writes it; only a name belongs to a domain.</summary>
    public JsonObject Json(SwiftIdentity? domain = null)
    {
        if (Id is not null)
        {
            return new JsonObject { ["id"] = Id };
        }

        var json = new JsonObject { ["name"] = Name };
        if (domain is { } its)
        {
            json["domain"] = its.Json();
        }

        return json;
    }
}
