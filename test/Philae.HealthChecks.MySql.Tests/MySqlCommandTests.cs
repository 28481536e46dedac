using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MySqlConnector;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.MySql.Tests;

public sealed class MySqlCommandTests(MySqlServers servers)
{
    private const string Level = "probe check failed: unable to contact MySQL host";

    [Theory]
    [InlineData("select cast(42 as signed)", 42L)]
    [InlineData("select 'a' union select 'b'", "a")]
    [InlineData("select 1 from dual where 1 = 2", null)]
    [InlineData("do 1", null)]
    public async Task Check_Command_GivesItsScalarToTheChecker(string command, object? expected)
    {
        object? seen = "nothing";
        await using var host = Host(options => (options.CommandText, options.ResultValidator) = (command, result => seen = result));

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        seen.Should().Be(expected);
    }

    [Fact]
    public async Task Check_CommandGivesNull_TheCheckerSeesDBNull()
    {
        object? seen = null;

        await PatientHost.ReasonAsync(servers.Url, options => (options.CommandText, options.ResultValidator) = ("select null", result => seen = result));

        seen.Should().Be(DBNull.Value);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, $"{Level}: unexpected response")]
    public async Task Check_ResultThatTheDriverCannotRead_MattersToACheckerOnly(bool checker, string? expected)
    {
        string? reason = await PatientHost.ReasonAsync(servers.Url, options =>
        {
            options.CommandText = "select cast('0000-00-00' as datetime)";
            options.ResultValidator = checker ? static _ => { } : null;
        });

        reason.Should().Be(expected);
    }

    [Theory]
    [InlineData("select * from nowhere.at_all", "access denied")]
    [InlineData("this is not sql", "unexpected response")]
    [InlineData("signal sqlstate '45000' set message_text = 's3cr3t text'", "unexpected response")]
    public async Task Check_CommandFails_NamesTheReasonAndKeepsTheConnection(string command, string reason)
    {
        await using var host = Host(options => options.CommandText = command);

        HealthReport report = await host.Prober.CheckAsync();

        ProbeHost.Reason(report).Should().Be($"{Level}: {reason}");
        ProbeHost.Json(report).Should().NotContain("s3cr3t text");
        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be($"{Level}: {reason}");
    }

    [Fact]
    public async Task Check_CheckerRefuses_PublishesItsWords()
    {
        await using var host = Host(options =>
        {
            options.CommandText = "select 41";
            options.ResultValidator = result => throw new ProbeException($"{result} is not the answer", FailureReason.UnexpectedResponse);
        });

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be("probe check failed: 41 is not the answer: unexpected response");
    }

    [Fact]
    public async Task Check_CheckerBreaks_DoesNotBlameTheServer()
    {
        await using var host = Host(options => (options.CommandText, options.ResultValidator) = ("select 1", _ => throw new InvalidCastException("s3cr3t")));

        HealthReport report = await host.Prober.CheckAsync();

        ProbeHost.Reason(report).Should().Be("probe check failed");
        ProbeHost.Json(report).Should().NotContain("s3cr3t");
    }

    [Fact]
    public async Task Check_ApplicationsDataSource_ExecutesTheCommand()
    {
        object? seen = null;
        await using var dataSource = new MySqlDataSource(MySqlTarget.Parse(servers.Url));
        await using var host = PatientHost.Of(
            dataSource, options => (options.CommandText, options.ResultValidator) = ("select 'done'", result => seen = result));

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        seen.Should().Be("done");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Servers", "Own")]
    public async Task Check_CommandCutOff_DoesNotGoOnInTheServer(bool ownConnection)
    {
        await using MySqlConnection administrator = await servers.Own.AdministratorAsync();
        string user = await administrator.NewAccountAsync();
        Task<string> RunningAsync() => administrator.CommandsAsync(user);
        var time = new FakeTimeProvider();
        await using var dataSource = new MySqlDataSource(MySqlTarget.Parse(MariaDbServerExtensions.Url(servers.Own.Port, user)));
        await using ProbeHost host = ownConnection ? PatientHost.Of(dataSource.ConnectionString, Sleep, time) : PatientHost.Of(dataSource, Sleep, time);
        Task<HealthReport> check = host.Prober.CheckAsync();
        await Eventually.BeAsync(RunningAsync, "select sleep(600)");

        time.Advance(PatientHost.Deadline);

        ProbeHost.Reason(await check).Should().Be("probe check failed: prober: context deadline exceeded");
        await Eventually.BeAsync(RunningAsync, "");

        static void Sleep(MySqlProbeOptions options) => options.CommandText = "select sleep(600)";
    }

    [Theory]
    [InlineData(null, false, null)]
    [InlineData("select 1", true, null)]
    [InlineData("", false, "db.CommandText must not be empty*")]
    [InlineData(" \t", true, "db.CommandText must not be empty*")]
    [InlineData(null, true, "db.ResultValidator needs CommandText*")]
    public void Add_Options_AreValidatedAtStart(string? command, bool checker, string? message)
    {
        var services = new ServiceCollection();
        services.AddHealthChecks().AddPhilaeMySql("mysql://host", name: "db", configure: options =>
        {
            options.CommandText = command;
            options.ResultValidator = checker ? static _ => { } : null;
        });
        using ServiceProvider provider = services.BuildServiceProvider();

        Action start = provider.GetRequiredService<IStartupValidator>().Validate;

        if (message is null)
        {
            start.Should().NotThrow();
        }
        else
        {
            start.Should().Throw<OptionsValidationException>().WithMessage(message);
        }
    }

    private ProbeHost Host(Action<MySqlProbeOptions> configure) => PatientHost.Of(servers.Url, configure);
}
