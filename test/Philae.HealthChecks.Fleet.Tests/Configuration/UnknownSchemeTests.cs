using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Configuration;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>Who forgot a package, or its call, is told which.</summary>
public sealed class UnknownSchemeTests
{
    private const string CoreSchemes =
        "It must start with one of elasticsearch+http://, elasticsearch+https://, github:, gitlab:, http://, https://, nsq+https://, nsq://, "
        + "philae+http://, philae+https://, sample:, statusio:, swift+http://, swift+https://, swift:, tcp://.";

    private static readonly Dictionary<string, Func<PhilaeProbeSchemes, PhilaeProbeSchemes>> Packages = new()
    {
        ["Docker"] = PhilaeDockerSchemesExtensions.AddDocker,
        ["Etcd"] = PhilaeEtcdSchemesExtensions.AddEtcd,
        ["MongoDb"] = PhilaeMongoDbSchemesExtensions.AddMongoDb,
        ["MySql"] = PhilaeMySqlSchemesExtensions.AddMySql,
        ["PostgreSql"] = PhilaePostgreSqlSchemesExtensions.AddPostgreSql,
        ["Redis"] = PhilaeRedisSchemesExtensions.AddRedis,
    };

    public static TheoryData<string, string> PackageSchemes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string package, Func<PhilaeProbeSchemes, PhilaeProbeSchemes> add) in Packages)
            {
                add(new PhilaeProbeSchemes()).All.Keys.Except(new PhilaeProbeSchemes().All.Keys).ToList().ForEach(scheme => data.Add(scheme, package));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(PackageSchemes))]
    public void Add_SchemeOfAPackageNotAdded_NamesPackageAndCall(string scheme, string package) =>
        Configured.Refusal(Configured.Probe(scheme.ToUpperInvariant() + "s3cret"), static _ => { }).Should().Equal(
            $"Philae:Probes:it:Url: unknown scheme '{scheme.Split(':')[0]}': reference the package Philae.HealthChecks.{package} and call "
            + $"AddPhilaeProbes(…, schemes => schemes.Add{package}()). {CoreSchemes}");

    [Fact]
    public void OtherPackages_Schemes_AreThoseOfThePackages() =>
        OtherPackages.Schemes.Select(static scheme => (scheme.Key, scheme.Value)).Should()
            .BeEquivalentTo(PackageSchemes.Select(static row => (row.Data.Item1, row.Data.Item2)));

    [Fact]
    public void Add_SchemeOfNobody_NamesItAndTheKnown() =>
        Configured.Refusal(Configured.Probe("LDAP://u:s3cret@host"), static _ => { }).Should().Equal(
            $"Philae:Probes:it:Url: unknown scheme 'ldap'. {CoreSchemes}");

    [Theory]
    [InlineData("Host=db;Password=s3cret")]
    [InlineData("cache:6379,password=s3cret")]
    [InlineData("s3cret")]
    [InlineData("s3cret:")]
    [InlineData("redis:s3cret@cache")]
    public void Add_NoUrl_SaysSoAndQuotesNothing(string url) =>
        Configured.Refusal(Configured.Probe(url), static _ => { }).Should().Equal(
            $"Philae:Probes:it:Url: not a URL; a driver's own connection string is not taken here. {CoreSchemes}");
}
