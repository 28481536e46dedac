using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.PostgreSql.Tests;

/// <summary>The application's own data source.</summary>
public sealed class PostgreSqlDataSourceTests(PostgreSqlServers servers)
{
    private readonly string _application = $"philae-{Guid.NewGuid():N}";

    [Fact]
    public async Task Check_DataSourceOfTheContainer_IsUsed()
    {
        object? seen = null;
        await using var host = new ProbeHost(builder =>
        {
            builder.Services.AddSingleton(_ => PostgreSqlServers.DataSource(servers.Url, _application));
            builder.AddPhilaePostgreSql(
                services => services.GetRequiredService<NpgsqlDataSource>(), "orders-db", timeout: PatientHost.Deadline,
                configure: options => (options.CommandText, options.ResultValidator) = ("SELECT current_setting('application_name')", result => seen = result));
        });

        (await host.Prober.CheckAsync()).Entries["orders-db"].Status.Should().Be(HealthStatus.Healthy);

        seen.Should().Be(_application);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_DataSource_StaysOpen(bool synchronously)
    {
        await using NpgsqlDataSource dataSource = PostgreSqlServers.DataSource(servers.Url, _application);
        ProbeHost host = PatientHost.Of(dataSource);
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        if (synchronously)
        {
            ((IDisposable)host.Services).Dispose();
        }
        else
        {
            await host.DisposeAsync();
        }

        await using NpgsqlCommand command = dataSource.CreateCommand("SELECT 1");
        (await command.ExecuteScalarAsync()).Should().Be(1);
    }

    [Fact]
    public async Task Check_Fails_LeavesTheApplicationsConnections()
    {
        await using NpgsqlDataSource dataSource = PostgreSqlServers.DataSource(servers.Url, _application);
        await using var host = PatientHost.Of(dataSource, options => options.CommandText = "SELECT 1/0");

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be("probe check failed: unable to contact PostgreSQL host: unexpected response");

        (await servers.ConnectionsAsync(_application)).Should().Be(1);
    }

    [Fact]
    public async Task Check_PooledConnectionsWereTerminated_IsHealthyAtOnce()
    {
        await using NpgsqlDataSource dataSource = PostgreSqlServers.DataSource(servers.Url, _application);
        NpgsqlConnection[] connections = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => dataSource.OpenConnectionAsync().AsTask()));
        foreach (NpgsqlConnection connection in connections)
        {
            await connection.DisposeAsync();
        }

        await PostgreSqlServers.QueryAsync(servers.Url, $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{_application}'");
        await using var host = PatientHost.Of(dataSource);

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().BeNull();
    }

    [Theory]
    [InlineData("57P03")]
    [InlineData("28P01")]
    public async Task Check_ConnectionCannotBeOpened_OpensNoSecond(string state)
    {
        await using var server = new AnsweringServer(PostgreSqlAnswers.Refusal(state));
        await using var relay = new Relay(server.Port);
        await using NpgsqlDataSource dataSource = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={relay.Port};Username=app;SSL Mode=Disable;GSS Encryption Mode=Disable");
        await using var host = PatientHost.Of(dataSource);

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Unhealthy);

        relay.Accepted.Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_AnyDataSource_GoesThroughXabarilsCheck(bool isOwn)
    {
        await using NpgsqlDataSource dataSource = PostgreSqlServers.DataSource(servers.Url, _application);
        Action<PostgreSqlProbeOptions> configure = options => options.CommandText = "SELECT 1/0";
        await using var host = isOwn ? PatientHost.Of(servers.Url, configure) : PatientHost.Of(dataSource, configure);

        HealthReportEntry entry = (await host.Prober.CheckAsync()).Entries.Values.Single();

        entry.Exception!.ToString().Should().Contain("HealthChecks.NpgSql.NpgSqlHealthCheck.CheckHealthAsync");
    }

    [Fact]
    public async Task Check_NoDataSource_IsNotConfigured()
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaePostgreSql(services => services.GetRequiredService<NpgsqlDataSource>()));

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be("probe check failed: not configured");
    }

    [Fact]
    public void Add_WithoutOptions_HasTheDocumentedDefaults()
    {
        using var provider = new ServiceCollection().AddHealthChecks()
            .AddPhilaePostgreSql(services => services.GetRequiredService<NpgsqlDataSource>()).Services.BuildServiceProvider();

        HealthCheckRegistration registration = provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single();

        registration.Name.Should().Be("postgresql");
        registration.Timeout.Should().Be(TimeSpan.FromSeconds(3));
        registration.FailureStatus.Should().Be(HealthStatus.Unhealthy);
        registration.Tags.Should().BeEmpty();
    }

    [Fact]
    public void Add_NoFunction_NamesTheParameter() =>
        new ServiceCollection().AddHealthChecks().Invoking(builder => builder.AddPhilaePostgreSql((Func<IServiceProvider, NpgsqlDataSource>)null!))
            .Should().Throw<ArgumentNullException>().WithParameterName("dataSource");
}
