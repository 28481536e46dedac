using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>The documentation comments of the packages, as plain text.</summary>
internal static partial class XmlDocumentation
{
    public static string Of(PropertyInfo property)
    {
        Type type = property.DeclaringType!;
        XElement summary = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml")).Descendants("member")
            .Single(member => member.Attribute("name")!.Value == $"P:{type.FullName}.{property.Name}").Element("summary")!;
        return Blanks().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim();
    }

    // <see cref="P:Philae.HealthChecks.ProbeOptions.MaxAge"/> reads as MaxAge; the report's own is at another path.
    private static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" } see when see.Attribute("cref")!.Value.StartsWith("P:Philae.HealthChecks.PhilaeOptions.", StringComparison.Ordinal) =>
            $"Philae:{see.Attribute("cref")!.Value.Split('.')[^1]}",
        XElement { Name.LocalName: "see" } see => see.Attribute("cref")!.Value.Split('.', ':')[^1],
        XElement other => string.Concat(other.Nodes().Select(Text)),
        _ => node.ToString().Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal),
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
