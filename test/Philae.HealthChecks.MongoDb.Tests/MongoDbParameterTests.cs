using Microsoft.Extensions.DependencyInjection;
using MongoDB.Driver;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.MongoDb.Tests;

public sealed class MongoDbParameterTests
{
    public static TheoryData<string, string, string> Page { get; } = TargetTable.Of("mongodb.md");

    [Theory]
    [MemberData(nameof(Page))]
    public async Task Add_Parameter_IsTreatedAsThePageSays(string query, string what, string same)
    {
        string target = $"mongodb://127.0.0.1:1/?tls=true&{TargetTable.WithValues(query)}";

        await TargetTable.ShouldDoAsync(query, what, builder => builder.AddPhilaeMongoDb(target, name: "p"));

        if (what != TargetTable.Refused)
        {
            MongoDbTarget parsed = MongoDbTarget.Parse(target);
            string[] set =
            [
                .. parsed.Timeout is { } timeout ? [$"Timeout={timeout}"] : Array.Empty<string>(),
                .. parsed.CertificateAuthorityFile is { } file ? [$"CertificateAuthorityFile={file}"] : Array.Empty<string>(),
                .. parsed.AcceptsAnyCertificate || MongoClientSettings.FromUrl(parsed.Url).AllowInsecureTls ? ["AllowInsecureTls=True"] : Array.Empty<string>(),
            ];
            string.Join(';', set).Should().Be(same, query);
        }
    }

    [Fact]
    public void Page_Parameters_AreAllThatAreKnownButForTheDriversOwn() =>
        MongoDbParameters.Table.Names.Except(MongoDbParameters.Driver).Except(MongoDbParameters.DriverSecrets)
            .Except(Page.SelectMany(static row => TargetTable.Names(row.Data.Item1))).Should().BeEmpty();

    // The driver refuses a bad value of a parameter that it reads, and drops any other.
    [Theory]
    [InlineData("timeout")]
    [InlineData("connect")]
    [InlineData("slaveOk")]
    [InlineData("tlsCAFile")]
    [InlineData("tlsAllowInvalidCertificates")]
    [InlineData("tlsAllowInvalidHostnames")]
    [InlineData("tlsCertificateKeyFile")]
    public void Driver_ParameterThatWeTreatInItsPlace_IsDroppedByIt(string name) =>
        FluentActions.Invoking(() => new MongoUrl($"mongodb://h/?{name}=%01")).Should().NotThrow();

    [Theory]
    [InlineData("auth_source=admin", "not a valid URL: a parameter is not known; MongoDB.Driver reads it as 'authSource'*")]
    [InlineData("tls_insecure=true", "not a valid URL: a parameter is not known; MongoDB.Driver reads it as 'tlsInsecure'*")]
    [InlineData("tls=false&tlsCAFile=/ca.pem", "not a valid URL: a file of authorities (tlsCAFile) needs tls=true*")]
    [InlineData("tlsCAFil=x", "not a valid URL: the parameter 'tlsCAFil' is not known. Did you mean 'tlsCAFile'?*")]
    [InlineData("invented=x", "not a valid URL: the parameter 'invented' is not known.*")]
    [InlineData("tls=true;invented=x", "not a valid URL: the parameter 'invented' is not known.*")]
    public void Add_UnknownParameter_NamesIt(string query, string message) =>
        FluentActions.Invoking(() => MongoDbTarget.Parse($"mongodb://h/?{query}")).Should().Throw<ArgumentException>().WithMessage(message);
}
