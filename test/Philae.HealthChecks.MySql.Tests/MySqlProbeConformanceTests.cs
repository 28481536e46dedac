using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MySqlConnector;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.MySql.Tests;

public sealed class MySqlProbeConformanceTests(MySqlServers servers) : ServerProbeConformance
{
    protected override string? DefaultName => "mysql";

    protected override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    protected override string RefusedError => "probe check failed: unable to contact MySQL host: connection refused";

    protected override string HealthyTarget => servers.Url;

    protected override string Target(int port) => MariaDbServerExtensions.Url(port);

    protected override void Add(IHealthChecksBuilder builder, string target, Registration registration) =>
        builder.AddPhilaeMySql(target, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, registration.Configure);

    [Theory]
    [InlineData("mysql://hc:wr0ng-s3cr3t@{0}:{1}", false)]
    [InlineData("Server={0};Port={1};User ID=hc;Password=wr0ng-s3cr3t", false)]
    [InlineData("Server={0};Port={1};User ID=hc;Password=wr0ng-s3cr3t", true)]
    public async Task Check_WrongPassword_SaysSoAndShowsNone(string form, bool ofTheApplication)
    {
        ProbeUrl url = ProbeUrl.Parse(servers.Url, new Dictionary<string, int> { ["mysql"] = 3306, ["mariadb"] = 3306 });
        string target = string.Format(CultureInfo.InvariantCulture, form, url.Host, url.Port);
        await using var dataSource = new MySqlDataSource(MySqlTarget.Parse(target));
        await using var host = new ProbeHost(builder => _ = ofTheApplication ? builder.AddPhilaeMySql(_ => dataSource) : builder.AddPhilaeMySql(target));

        HealthReport report = await host.Prober.CheckAsync();

        ProbeHost.Reason(report).Should().Be("probe check failed: unable to contact MySQL host: authentication failed");
        ShouldNotShow("wr0ng-s3cr3t", report, host.Log);
    }
}
