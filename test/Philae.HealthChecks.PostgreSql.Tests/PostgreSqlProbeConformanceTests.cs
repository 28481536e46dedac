using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.PostgreSql.Tests;

public sealed class PostgreSqlProbeConformanceTests(PostgreSqlServers servers) : ServerProbeConformance
{
    protected override string? DefaultName => "postgresql";

    protected override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    protected override string RefusedError => "probe check failed: unable to contact PostgreSQL host: connection refused";

    protected override string HealthyTarget => servers.Url;

    protected override string Target(int port) => $"postgres://postgres:{Secret}@127.0.0.1:{port}/postgres";

    protected override void Add(IHealthChecksBuilder builder, string target, Registration registration) =>
        builder.AddPhilaePostgreSql(target, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, registration.Configure);

    [Fact]
    [Trait("Servers", "Own")]
    public async Task Check_WrongPassword_NamesTheReasonAndShowsNoSecret()
    {
        const string wrong = "wr0ng-0f-the-test";
        PostgreSqlServer server = await servers.LocalAsync();
        await using var host = new ProbeHost(builder => builder.AddPhilaePostgreSql(PostgreSqlServers.UrlOf(server, password: wrong)));

        HealthReport report = await host.Prober.CheckAsync();

        ProbeHost.Reason(report).Should().Be("probe check failed: unable to contact PostgreSQL host: authentication failed");
        ShouldNotShow(wrong, report, host.Log);
        ShouldNotShow(Secret, report, host.Log);
    }

    [Theory]
    [InlineData($"postgres://postgres:{Secret}@127.0.0.1:0/db")]
    [InlineData($"postgres://postgres:{Secret}@127.0.0.1:70000/db")]
    [InlineData($"postgres://postgres:{Secret}@127.0.0.1:port/db")]
    [InlineData($"postgres://postgres:{Secret}@/db")]
    [InlineData("postgres://")]
    [InlineData($"postgres://postgres:{Secret}@host with space/db")]
    [InlineData($"mysql://postgres:{Secret}@127.0.0.1/db")]
    [InlineData($"postgres://postgres:{Secret}@127.0.0.1/db?sslmode={Secret}")]
    [InlineData($"postgres://postgres:{Secret}@127.0.0.1/db?connect_timeout=-1{Secret}")]
    [InlineData($"postgres://postgres:{Secret}@127.0.0.1/db?target_session_attrs={Secret}")]
    [InlineData($"postgres://postgres:12?{Secret}=1@127.0.0.1/db")]
    [InlineData($"Password={Secret};Username=postgres")]
    [InlineData($"Host=;Password={Secret}")]
    [InlineData($"Host= ;Password={Secret}")]
    [InlineData($"Host=127.0.0.1;Port=0;Password={Secret}")]
    [InlineData($"Host=127.0.0.1;Port=70000;Password={Secret}")]
    [InlineData($"Host=127.0.0.1;Port={Secret};Password={Secret}")]
    [InlineData($"Host=127.0.0.1;SSL Mode={Secret}")]
    [InlineData($"Host=127.0.0.1;Password=a;{Secret}")]
    [InlineData($"Host=127.0.0.1;Password=a;{Secret}=b")]
    [InlineData($"host=127.0.0.1 port=5432 password={Secret}")]
    [InlineData($"Host=postgres://postgres:{Secret}@127.0.0.1/db")]
    [InlineData(Secret)]
    public void Add_BadTarget_NamesTheParameterAndShowsNoSecret(string target) => AddFails(target).ToString().Should().NotContain(Secret);

    [Theory]
    [InlineData("postgres://app@127.0.0.1/db?sslmoode=require", "*'sslmoode' is not known. Did you mean 'sslmode'?*")]
    [InlineData("postgres://app@127.0.0.1/db?sslmode=secure", "*'sslmode' has a value*verify-full*")]
    [InlineData("Host=127.0.0.1;Timeout=soon", "*'Timeout' has a value*")]
    [InlineData("Host=127.0.0.1;Nonsense=1", "*'nonsense' is not known*")]
    [InlineData("Username=app", "*names no Host*")]
    [InlineData("Host=127.0.0.1;Port=70000", "*from 1 to 65535*")]
    [InlineData("postgres://app@127.0.0.1/db?port=70000", "*from 1 to 65535*")]
    [InlineData("host=127.0.0.1 port=5432", "*';' stands between*")]
    public void Add_BadTarget_SaysWhatIsWrong(string target, string message) => AddFails(target).Message.Should().Match(message);
}
