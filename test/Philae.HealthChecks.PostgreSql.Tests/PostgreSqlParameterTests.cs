using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.PostgreSql.Tests;

public sealed class PostgreSqlParameterTests
{
    private const string Url = "postgres://u@db/d?";

    public static TheoryData<string, string, string> Page { get; } = TargetTable.Of("postgresql.md");

    [Theory]
    [MemberData(nameof(Page))]
    public async Task Add_Parameter_IsTreatedAsThePageSays(string query, string what, string same)
    {
        string target = Url + TargetTable.WithValues(query);

        await TargetTable.ShouldDoAsync(query, what, builder => builder.AddPhilaePostgreSql(target, name: "p"));

        if (what != TargetTable.Refused)
        {
            var expected = new NpgsqlConnectionStringBuilder("Host=db;Port=5432;Username=u;Database=d");
            foreach ((string key, object? value) in new NpgsqlConnectionStringBuilder(same))
            {
                expected[key] = value;
            }

            new NpgsqlConnectionStringBuilder(PostgreSqlTarget.Parse(target, out _).ConnectionString).Should().BeEquivalentTo(expected);
        }
    }

    [Fact]
    public void Page_Parameters_AreAllThatAreKnownButForTheDriversOwn()
    {
        IEnumerable<string> page = Page.SelectMany(static row => TargetTable.Names(row.Data.Item1));

        PostgreSqlParameters.Table.Names.Except(PostgreSqlParameters.Driver).Except(PostgreSqlParameters.DriverSecrets).Except(page).Should().BeEmpty();
    }

    [Fact]
    public void Table_DriversKeywords_AreAllKnown()
    {
        var driver = new NpgsqlConnectionStringBuilder();
        string[] keywords = [.. TypeDescriptor.GetProperties(driver, noCustomTypeDesc: true).Cast<PropertyDescriptor>().Select(static property => property.DisplayName).Where(driver.ContainsKey)];

        keywords.Should().HaveCountGreaterThan(50);
        keywords.Select(Letters).Except(PostgreSqlParameters.Table.Names.Select(Letters)).Should().BeEmpty();
    }

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetter)).ToUpperInvariant();

    [Theory]
    [InlineData("Host=db;ssl=true", SslMode.VerifyFull)]
    [InlineData("Host=db;sslrootcert=system", SslMode.VerifyFull)]
    [InlineData("Host=db;sslmode=require;sslrootcert=/ca.pem", SslMode.VerifyCA)]
    [InlineData("Host=db;requiressl=1", SslMode.Require)]
    public void Parse_ConnectionString_HoldsOtherClientsWordsForTls(string target, SslMode expected) =>
        PostgreSqlTarget.Parse(target, out _).SslMode.Should().Be(expected);

    [Theory]
    [InlineData("conect_timeout=5", "the parameter 'conect_timeout' is not known. Did you mean 'connect_timeout'?*")]
    [InlineData("pgbouncr=true", "*Did you mean 'pgbouncer'?*")]
    [InlineData("colour=red", "the parameter 'colour' is not known. (*")]
    [InlineData("password=s3cr3t&r3st=x", "a parameter is not known; an '&'*")]
    public void Add_UnknownParameter_NamesItAndTheNearest(string query, string message) =>
        FluentActions.Invoking(() => PostgreSqlTarget.Parse(Url + query, out _)).Should().Throw<ArgumentException>().WithMessage(message).Which.Message.Should().NotContain("r3st");
}
