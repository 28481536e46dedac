using Npgsql;

namespace Philae.HealthChecks.PostgreSql.Tests;

/// <summary>The command is sent through Xabaril's check, or directly in a program with Native AOT, with the same outcome.</summary>
public sealed class PostgreSqlCommandTests(PostgreSqlServers servers)
{
    [Theory]
    [InlineData("SELECT 1;", true)]
    [InlineData("SELECT 'text'", true)]
    [InlineData("SELECT NULL", true)]
    [InlineData("SELECT 1 WHERE false", true)]
    [InlineData("SELECT ARRAY[1]", true)]
    [InlineData("SELECT ARRAY[1]", false)]
    [InlineData("SELECT ARRAY[1]; SELECT 1/0", false)]
    [InlineData("SELECT ARRAY[1/(n-20000)] FROM generate_series(1, 20000) AS n", false)]
    [InlineData("SELECT 1; SELECT 1/0", false)]
    [InlineData("SELECT * FROM no_such_table", false)]
    public async Task Execute_ThroughTheCheckOrDirectly_HasTheSameOutcome(string text, bool isLookedAt)
    {
        var command = new PostgreSqlCommand(new() { CommandText = text, ResultValidator = isLookedAt ? static _ => { } : null });
        await using NpgsqlDataSource dataSource = PostgreSqlClient.Create("p", PostgreSqlTarget.Parse(servers.Url, out _).ConnectionString, PatientHost.Deadline);
        int opened = 0;

        object? through = await OutcomeAsync(command.ExecuteThroughCheckAsync(dataSource, _ => opened++, CancellationToken.None));
        object? directly = await OutcomeAsync(command.ExecuteDirectlyAsync(dataSource, _ => opened++, CancellationToken.None));

        directly.Should().Be(through);
        opened.Should().Be(2);
    }

    [Fact]
    public async Task ExecuteDirectly_Cancelled_ThrowsCancellation()
    {
        await using NpgsqlDataSource dataSource = PostgreSqlClient.Create("p", PostgreSqlTarget.Parse(servers.Url, out _).ConnectionString, PatientHost.Deadline);

        await FluentActions.Awaiting(() => PostgreSqlCommand.Ping.ExecuteDirectlyAsync(dataSource, null, new CancellationToken(canceled: true)))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    private static async Task<object?> OutcomeAsync(Task<object?> execution)
    {
        try
        {
            return await execution;
        }
        catch (Exception exception)
        {
            return (exception as PostgresException)?.SqlState ?? exception.GetType().Name;
        }
    }
}
