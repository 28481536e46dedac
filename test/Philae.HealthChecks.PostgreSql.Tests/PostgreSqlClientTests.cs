using Npgsql;

namespace Philae.HealthChecks.PostgreSql.Tests;

/// <summary>The settings of the probe's own data source; what they do is tested against servers.</summary>
public sealed class PostgreSqlClientTests
{
    [Fact]
    public void Create_NothingSaid_SetsTheProbesDefaults()
    {
        NpgsqlConnectionStringBuilder settings = Settings("Host=h");

        settings.Pooling.Should().BeFalse();
        settings.HostRecheckSeconds.Should().Be(0);
        settings.GssEncryptionMode.Should().Be(GssEncryptionMode.Disable);
        settings.Enlist.Should().BeFalse();
        settings.Multiplexing.Should().BeFalse();
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
        NpgsqlConnectionStringBuilder settings = Settings("Host=h;Pooling=true;Minimum Pool Size=5;Enlist=true;Multiplexing=true");

        settings.Pooling.Should().BeFalse();
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
