using System.Reflection;
using Philae.HealthChecks.Configuration;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>Every option that a value can express has its key, and no other has one.</summary>
public sealed class KeyTests
{
    /// <summary>What code can set without a delegate and configuration cannot, and why.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        [nameof(HttpConnectionOptions.Tls)] = "an object of .NET's, half of it delegates; what trust and client certificates need has keys of its own",
        [nameof(SharedEtcdProbeOptions)] = "of a client that code has put into the container",
        [nameof(SharedMongoDbProbeOptions)] = "of a client that code has put into the container",
        [nameof(SharedRedisProbeOptions)] = "of a client that code has put into the container",
    };

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
    public void Option_WithoutAKey_IsADelegateOrAnException(string scheme)
    {
        Type options = Configured.All(new PhilaeProbeSchemes()).All[scheme].Options;
        PropertyInfo[] code = [.. Properties(options).Where(static property => !IsValue(property))];

        foreach (PropertyInfo property in code)
        {
            Configured.Refusal(Configured.Probe(scheme + "host", (property.Name, "x"))).Should().Contain(
                line => line.StartsWith($"Philae:Probes:it:{property.Name}: unknown key", StringComparison.Ordinal));
        }

        code.Where(static property => !property.PropertyType.IsSubclassOf(typeof(Delegate))).Select(static property => property.Name).Should().BeSubsetOf(Exceptions.Keys);
    }

    [Fact]
    public void Options_OfEveryProbe_HaveASchemeOrAreAnException()
    {
        IEnumerable<Type> configured = Configured.All(new PhilaeProbeSchemes()).All.Values.Select(static scheme => scheme.Options);
        IEnumerable<Type> all = Packages.WithProbes.SelectMany(static assembly => assembly.GetExportedTypes())
            .Where(static type => type.IsAssignableTo(typeof(ProbeOptions)) && !type.IsAbstract);

        all.Except(configured).Select(static type => type.Name).Should().BeSubsetOf(Exceptions.Keys);
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
