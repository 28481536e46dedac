using System.Reflection;
using Philae.HealthChecks.Configuration;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>Every option that a value can express has its key, and no other has one.</summary>
public sealed class KeyTests
{
    public static TheoryData<string> Schemes => [.. Configured.All(new PhilaeProbeSchemes()).All.Keys];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Keys_OfAScheme_AreTheOptionsThatAreNoCode(string scheme)
    {
        ProbeScheme its = Configured.All(new PhilaeProbeSchemes()).All[scheme];

        its.Keys.Select(static key => (key.Key, Plain(key.Value))).Should().BeEquivalentTo(Options(its.Options));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Option_ThatIsCode_IsAnUnknownKey(string scheme)
    {
        Type options = Configured.All(new PhilaeProbeSchemes()).All[scheme].Options;
        string[] code = [.. Properties(options).Where(static property => !IsValue(property)).Select(static property => property.Name)];

        foreach (string name in code)
        {
            Configured.Refusal(Configured.Probe(scheme + "host", (name, "x"))).Should().Contain(
                line => line.StartsWith($"Philae:Probes:it:{name}: unknown key;", StringComparison.Ordinal));
        }

        // All that there are, so that a new one is looked at.
        code.Should().BeSubsetOf(["Checker", "ConfigureClient", "Tls"]);
    }

    [Fact]
    public void Keys_OfTheSection_AreThePhilaeOptionsAndTheProbes() =>
        Configured.Refusal(Configured.Section(("Unknown", "x"))).Single().Should().EndWith(
            $"known are {string.Join(", ", Options(typeof(PhilaeOptions)).Select(static option => option.Name).Append("Probes"))}.");

    private static IEnumerable<(string Name, Type Type)> Options(Type options) =>
        Properties(options).Where(IsValue).Select(static property => (property.Name, Plain(property.PropertyType)));

    private static PropertyInfo[] Properties(Type options) => options.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static bool IsValue(PropertyInfo property)
    {
        Type type = Plain(property.PropertyType);
        return type == typeof(IDictionary<string, string>)
            || (property.SetMethod is { IsPublic: true } && (type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(TimeSpan) || type == typeof(Uri)));
    }

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
