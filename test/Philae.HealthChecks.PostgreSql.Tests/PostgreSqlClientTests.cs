using Npgsql;

namespace Philae.HealthChecks.PostgreSql.Tests;

/// <summary>The settings of the probe's own data source; what they do is tested against servers.</summary>
public sealed class PostgreSqlClientTests
{
    [Fact]
    public void Create_NothingSaid_SetsTheProbesDefaults()
    {
        NpgsqlConnectionStringBuilder settings = Settings("Host=h");

        settings.HostRecheckSeconds.Should().Be(int.MaxValue);
        settings.GssEncryptionMode.Should().Be(GssEncryptionMode.Disable);
        settings.Enlist.Should().BeFalse();
        settings.Multiplexing.Should().BeFalse();
    }

    [Theory]
    [InlineData("Host=h")]
    [InlineData("Host=h;Pooling=false")]
    [InlineData("Host=h;Minimum Pool Size=5;Maximum Pool Size=20")]
    [InlineData("Host=h;Connection Lifetime=1;Connection Idle Lifetime=1;Connection Pruning Interval=5;No Reset On Close=false")]
    public void Create_AnyPool_IsOneConnectionThatTheProbeCloses(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings = Settings(connectionString);

        settings.Pooling.Should().BeTrue();
        settings.MinPoolSize.Should().Be(1, "the driver closes idle connections beyond it");
        settings.MaxPoolSize.Should().Be(1);
        settings.ConnectionLifetime.Should().Be(0);
        settings.NoResetOnClose.Should().BeTrue();
    }

    [Fact]
    public void Create_LoadBalancing_KeepsEachHostWithItsPort()
    {
        NpgsqlConnectionStringBuilder settings = Settings("Host=a:1,b:2,c;Port=3;Load Balance Hosts=true");

        settings.LoadBalanceHosts.Should().BeFalse();
        settings.Host!.Split(',').Should().BeEquivalentTo("a:1", "b:2", "c");
        settings.Port.Should().Be(3);
    }

    [Fact]
    public void Create_UserSaid_KeepsIt()
    {
        NpgsqlConnectionStringBuilder settings = Settings(
            "Host=h;Host Recheck Seconds=10;GSS Encryption Mode=Prefer;Timeout=15;Command Timeout=30");

        settings.HostRecheckSeconds.Should().Be(10);
        settings.GssEncryptionMode.Should().Be(GssEncryptionMode.Prefer);
        settings.Timeout.Should().Be(15);
        settings.CommandTimeout.Should().Be(30);
    }

    [Fact]
    public void Create_UserSaidWhatNoProbeDoes_IsOff()
    {
        NpgsqlConnectionStringBuilder settings = Settings("Host=h;Enlist=true;Multiplexing=true");

        settings.Enlist.Should().BeFalse();
        settings.Multiplexing.Should().BeFalse();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(999, 1)]
    [InlineData(1000, 2)]
    [InlineData(3000, 4)]
    [InlineData(86_400_000, 1024)]
    public void Create_Deadline_IsTheLimitOfTheDriverAndALittle(int milliseconds, int seconds)
    {
        NpgsqlConnectionStringBuilder settings = Settings("Host=h", TimeSpan.FromMilliseconds(milliseconds));

        settings.Timeout.Should().Be(seconds);
        settings.CommandTimeout.Should().Be(seconds);
    }

    private static NpgsqlConnectionStringBuilder Settings(string connectionString, TimeSpan? deadline = null)
    {
        using NpgsqlDataSource dataSource = PostgreSqlClient.Create("p", connectionString, deadline ?? TimeSpan.FromSeconds(3));
        return new NpgsqlConnectionStringBuilder(dataSource.ConnectionString);
    }
}
