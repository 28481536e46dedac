using Philae.HealthChecks.Configuration;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>Who forgot a package, or its call, is told which.</summary>
public sealed class UnknownSchemeTests
{
    private const string CoreSchemes =
        "It must start with one of elasticsearch+http://, elasticsearch+https://, github:, gitlab:, http://, https://, nsq+https://, nsq://, "
        + "philae+http://, philae+https://, sample:, statusio:, swift+http://, swift+https://, swift:, tcp://.";

    public static TheoryData<string, string> PackageSchemes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string package, Func<PhilaeProbeSchemes, PhilaeProbeSchemes> add) in Packages.Schemes)
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
            + $"AddPhilaeFromConfiguration(…, schemes => schemes.Add{package}()). {CoreSchemes}");

    [Fact]
    public void OtherPackages_Schemes_AreThoseOfThePackages() =>
        UnknownUrl.OtherPackages.Select(static scheme => (scheme.Key, scheme.Value)).Should()
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
    [InlineData("s3cret:x@cache:6379")]
    public void Add_NoUrl_SaysSoAndQuotesNothing(string url) =>
        Configured.Refusal(Configured.Probe(url), static _ => { }).Should().Equal(
            $"Philae:Probes:it:Url: not a URL. A driver's own connection string needs the probe's word and a colon before it, as in redis:… or postgresql:…. {CoreSchemes}");

    [Theory]
    [InlineData("'redis://:s3cret@cache'", "not a URL: it begins with a quotation mark. Write it without quotes.")]
    [InlineData("\"redis://:s3cret@cache\"", "not a URL: it begins with a quotation mark. Write it without quotes.")]
    [InlineData("unix:///s3cret", "unknown scheme 'unix': it does not say which probe. Did you mean 'redis+socket' or 'docker+unix'?")]
    public void Add_UsualMistake_IsNamed(string url, string mistake) =>
        Configured.Refusal(Configured.Probe(url), static _ => { }).Should().Equal($"Philae:Probes:it:Url: {mistake} {CoreSchemes}");

    [Theory]
    [InlineData("localhost:6379", "redis://… or tcp://…")]
    [InlineData("redis:6379", "redis://… or tcp://…")]
    [InlineData("db:5432", "postgres://… or tcp://…")]
    [InlineData("mysql:3306", "mysql://… or tcp://…")]
    [InlineData("mongodb:27017", "mongodb://… or tcp://…")]
    [InlineData("[::1]:2379", "etcd+http://… or tcp://…")]
    [InlineData("web:8080", "http://… or tcp://…")]
    [InlineData("smtp.internal:25", "tcp://…")]
    public void Add_HostAndPort_AsksWhetherAUrlWasMeant(string url, string meant)
    {
        string says = $"Philae:Probes:it:Url: not a URL. Did you mean {meant}? It must start with one of ";

        Configured.Refusal(Configured.Probe(url)).Should().ContainSingle().Which.Should().StartWith(says);
        Configured.Refusal(Configured.Probe(url), static _ => { }).Should().ContainSingle().Which.Should().StartWith(says);
    }

    [Theory]
    [InlineData("reddis://s3cret", "redis")]
    [InlineData("Postgress://u:s3cret@db", "postgres")]
    [InlineData("htpp://s3cret", "http")]
    [InlineData("etcd+htttp://s3cret", "etcd+http")]
    [InlineData("mongo+srv://u:s3cret@db", "mongodb+srv")]
    public void Add_SchemeMisspelt_NamesTheNearest(string url, string meant)
    {
        string scheme = url.Split(':')[0].ToLowerInvariant();

        Configured.Refusal(Configured.Probe(url)).Should().ContainSingle().Which.Should()
            .StartWith($"Philae:Probes:it:Url: unknown scheme '{scheme}'. Did you mean '{meant}'? It must start with one of ").And.NotContain("s3cret");
    }

    [Fact]
    public void Add_SchemeOfAPackageNotAddedMisspelt_NamesPackageAndCall() =>
        Configured.Refusal(Configured.Probe("reddis://cache"), static _ => { }).Should().Equal(
            "Philae:Probes:it:Url: unknown scheme 'reddis'. Did you mean 'redis'? For that, reference the package Philae.HealthChecks.Redis and call "
            + $"AddPhilaeFromConfiguration(…, schemes => schemes.AddRedis()). {CoreSchemes}");
}
