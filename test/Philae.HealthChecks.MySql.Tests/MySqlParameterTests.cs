using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.MySql.Tests;

public sealed class MySqlParameterTests
{
    private const string Url = "mysql://u@db/d?";

    public static TheoryData<string, string, string> Page { get; } = TargetTable.Of("mysql.md");

    [Theory]
    [MemberData(nameof(Page))]
    public async Task Add_Parameter_IsTreatedAsThePageSays(string query, string what, string same)
    {
        string target = Url + TargetTable.WithValues(query);

        await TargetTable.ShouldDoAsync(query, what, builder => builder.AddPhilaeMySql(target, name: "p"));

        if (what != TargetTable.Refused)
        {
            var expected = new MySqlConnectionStringBuilder($"Server=db;Port=3306;User ID=u;Database=d;Pooling=false;{same}");
            new MySqlConnectionStringBuilder(MySqlTarget.Parse(target, out _)).Should().BeEquivalentTo(expected, query);
        }
    }

    [Theory]
    [InlineData("ssl-mode=REQUIRED&verifyServerCertificate=false", "accepts any certificate*")]
    [InlineData("ssl=true&ssl_verify_cert=false", "has no effect beside a stricter one")]
    [InlineData("ssl-mode=VERIFY_CA&verifyServerCertificate=false", "has no effect beside a stricter one")]
    public void Parse_CertificateIsNotToBeVerified_WarnsOfWhatIsDone(string query, string warning)
    {
        MySqlTarget.Parse(Url + query, out IReadOnlyList<string> warnings);

        warnings.Should().ContainSingle().Which.Should().Match($"the parameter '*' {warning}");
    }

    [Fact]
    public void Page_Parameters_AreAllThatAreKnownButForTheDriversOwn() =>
        MySqlParameters.Table.Names.Except(MySqlParameters.Driver).Except(MySqlParameters.DriverSecrets)
            .Except(Page.SelectMany(static row => TargetTable.Names(row.Data.Item1))).Should().BeEmpty();

    [Fact]
    public void Table_DriversKeywords_AreAllKnown()
    {
        string[] keywords = [.. TypeDescriptor.GetProperties(typeof(MySqlConnectionStringBuilder)).Cast<PropertyDescriptor>()
            .Where(static property => property.ComponentType == typeof(MySqlConnectionStringBuilder) && property.Name != nameof(MySqlConnectionStringBuilder.Keys))
            .Select(static property => property.DisplayName)];

        keywords.Should().HaveCountGreaterThan(50);
        keywords.Select(Letters).Except(MySqlParameters.Table.Names.Select(Letters)).Should().BeEmpty();
    }

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetter)).ToUpperInvariant();
}
