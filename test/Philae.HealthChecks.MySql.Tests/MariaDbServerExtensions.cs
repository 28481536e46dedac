using MySqlConnector;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.MySql.Tests;

/// <summary>What the tests ask of a server as its administrator, and the targets that they give to probes.</summary>
internal static class MariaDbServerExtensions
{
    public static string Url(this MariaDbServer server, string query = "") => Url(server.Port, query: query);

    public static string Url(int port, string user = "hc", string password = ProbeConformance.Secret, string database = "", string query = "") =>
        $"mysql://{user}:{password}@127.0.0.1:{port}/{database}?{query}";

    public static async Task<MySqlConnection> AdministratorAsync(this MariaDbServer server)
    {
        var connection = new MySqlConnection($"Server={server.Folder}/m.sock;User ID=root;Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public static async Task<object?> AskAsync(this MySqlConnection administrator, string statement)
    {
        await using MySqlCommand command = administrator.CreateCommand();
        command.CommandText = statement;
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A new account, and so one whose connections are those of one probe.</summary>
    public static async Task<string> NewAccountAsync(this MySqlConnection administrator, string limits = "")
    {
        string user = $"u{Guid.NewGuid():N}"[..20];
        await administrator.AskAsync($"create user '{user}'@'127.0.0.1' identified by '{ProbeConformance.Secret}' {limits}");
        return user;
    }

    /// <summary>The connections of an account as the server sees them, which ends them a little after it was told to.</summary>
    public static async Task<string> ConnectionsAsync(this MySqlConnection administrator, string user) =>
        await administrator.AskAsync($"select group_concat(id order by id) from information_schema.processlist where user = '{user}'") as string ?? "";

    /// <summary>The statements that an account's connections are executing.</summary>
    public static async Task<string> CommandsAsync(this MySqlConnection administrator, string user) =>
        await administrator.AskAsync($"select group_concat(info) from information_schema.processlist where user = '{user}' and command = 'Query'") as string ?? "";
}
