using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.PostgreSql.Tests;

public sealed class PostgreSqlProbeOptionsTests(PostgreSqlServers servers)
{
    private const string Message = "probe check failed: unable to contact PostgreSQL host";

    [Theory]
    [InlineData("SELECT 1/0", $"{Message}: unexpected response")]
    [InlineData("SELECT 1; SELECT 1/0", $"{Message}: unexpected response")]
    [InlineData("SELECT * FROM no_such_table", $"{Message}: not found")]
    [InlineData("SELECT ARRAY[1]", null)]
    [InlineData("SELECT ARRAY[1]; SELECT 1/0", $"{Message}: unexpected response")]
    [InlineData("SELECT ARRAY[1/(n-20000)] FROM generate_series(1, 20000) AS n", $"{Message}: unexpected response")]
    [InlineData("SELECT NULL::pg_catalog.pg_database", null)]
    [InlineData("SELECT '(1,2)'::point", null)]
    [InlineData("SET work_mem = '1MB'", null)]
    [InlineData("SELECT row(1, 'a')", null)]
    [InlineData("SELECT 1 WHERE false", null)]
    [InlineData("SELECT NULL", null)]
    public async Task Check_CommandWithoutChecker_IsAsGoodAsTheCommand(string command, string? reason) =>
        (await ReasonAsync(options => options.CommandText = command)).Should().Be(reason);

    [Theory]
    [InlineData("SELECT 1;", 1)]
    [InlineData("SELECT 2::bigint", 2L)]
    [InlineData("SELECT true", true)]
    [InlineData("SELECT 'text'", "text")]
    [InlineData("SELECT 1.5::float8", 1.5)]
    [InlineData("SELECT 1 WHERE false", null)]
    [InlineData("SET work_mem = '1MB'", null)]
    public async Task Check_Checker_SeesTheResult(string command, object? expected)
    {
        object? seen = "nothing";

        string? reason = await ReasonAsync(options => (options.CommandText, options.ResultValidator) = (command, result => seen = result));

        reason.Should().BeNull();
        seen.Should().Be(expected);
    }

    [Fact]
    public async Task Check_CheckerAndNull_SeesDBNull()
    {
        object? seen = null;

        await ReasonAsync(options => (options.CommandText, options.ResultValidator) = ("SELECT NULL", result => seen = result));

        seen.Should().Be(DBNull.Value);
    }

    [Fact]
    public async Task Check_CheckerRefuses_PublishesItsText()
    {
        string? reason = await ReasonAsync(options => options.ResultValidator = result => throw new ProbeException($"expected 2 but got {result}"));

        reason.Should().Be("probe check failed: expected 2 but got 1");
    }

    [Fact]
    public async Task Check_CheckerThrowsSomethingElse_PublishesNoText()
    {
        string? reason = await ReasonAsync(options => options.ResultValidator = _ => throw new InvalidOperationException("not for publication"));

        reason.Should().Be("probe check failed");
    }

    [Fact]
    public async Task Check_CheckerAndUnreadableType_NamesTheReason()
    {
        string? reason = await ReasonAsync(options => (options.CommandText, options.ResultValidator) = ("SELECT ARRAY[1]", _ => { }));

        reason.Should().Be($"{Message}: unexpected response");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task Start_NoCommandText_NamesTheOptionAndTheProbe(string? command)
    {
        using IHost host = Hosting(services => services.AddHealthChecks()
            .AddPhilaePostgreSql("postgres://app@127.0.0.1/db", "orders-db", configure: options => options.CommandText = command!));

        (await host.Invoking(it => it.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .Which.Message.Should().Contain("orders-db.CommandText");
    }

    [Fact]
    public async Task Start_Defaults_AreValid()
    {
        using IHost host = Hosting(services => services.AddHealthChecks().AddPhilaePostgreSql("postgres://app@127.0.0.1/db"));

        await host.StartAsync();

        PostgreSqlProbeOptions options = host.Services.GetRequiredService<IOptionsMonitor<PostgreSqlProbeOptions>>().Get("postgresql");
        options.CommandText.Should().Be("SELECT 1;");
        options.ResultValidator.Should().BeNull();
    }

    [Fact]
    public async Task Check_TwoProbes_HaveOptionsOfTheirOwn()
    {
        await using var host = new ProbeHost(builder => builder
            .AddPhilaePostgreSql(servers.Url, "good", timeout: PatientHost.Deadline)
            .AddPhilaePostgreSql(servers.Url, "bad", timeout: PatientHost.Deadline, configure: options => options.CommandText = "SELECT 1/0"));

        HealthReport report = await host.Prober.CheckAsync();

        report.Entries["good"].Status.Should().Be(HealthStatus.Healthy);
        report.Entries["bad"].Status.Should().Be(HealthStatus.Unhealthy);
    }

    private static IHost Hosting(Action<IServiceCollection> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        configure(builder.Services);
        return builder.Build();
    }

    private Task<string?> ReasonAsync(Action<PostgreSqlProbeOptions> configure) => PatientHost.ReasonAsync(servers.Url, configure);
}
