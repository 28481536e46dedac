using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>
/// OpenStack's own identity service, version 3, of Debian's package, with one administrator. It is large and slow to set up, so
/// only the full run of the tests has it.
/// </summary>
public sealed class KeystoneServer(string adminPassword) : LocalServer
{
    private const string Python = "/usr/bin/python3"; // the one that the package's modules belong to

    // One thread, so that no two requests write at once, which its database refuses.
    private const string Serve = """
        import sys
        port = int(sys.argv.pop())
        import waitress
        from keystone.server.wsgi import initialize_public_application
        waitress.serve(initialize_public_application(), host='127.0.0.1', port=port, threads=1)
        """;

    private readonly HttpClient _http = new();

    /// <summary>Whether the tests are to run that need one.</summary>
    public static bool IsWanted { get; } = Environment.GetEnvironmentVariable("PHILAE_TEST_FULL") == "1";

    public string Url(string userInfo = "", string path = "/v3") => $"http://{userInfo}{(userInfo.Length > 0 ? "@" : "")}127.0.0.1:{Port}{path}";

    private string Configuration => Path.Combine(Folder, "keystone.conf");

    private string Database => Path.Combine(Folder, "keystone.db");

    /// <summary>Makes the database, the keys and the administrator, once.</summary>
    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Configuration, $"""
            [DEFAULT]
            log_file = {Folder}/keystone.log
            use_stderr = false
            [database]
            connection = sqlite:///{Database}
            [cache]
            enabled = false
            [token]
            provider = fernet
            [fernet_tokens]
            key_repository = {Folder}/fernet
            [fernet_receipts]
            key_repository = {Folder}/fernet
            [credential]
            key_repository = {Folder}/credential
            [identity]
            password_hash_rounds = 4
            """);
        await AddKeysAsync("fernet");
        await AddKeysAsync("credential");

        // In any other mode a request that writes while another reads is answered with a 500.
        await RunAsync(new(Python, ["-c", "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('pragma journal_mode = wal')", Database]));
        await ManageAsync("db_sync");
        await ManageAsync(
            "bootstrap", "--bootstrap-username", "admin", "--bootstrap-password", adminPassword, "--bootstrap-project-name", "admin", "--bootstrap-role-name", "admin",
            "--bootstrap-service-name", "keystone", "--bootstrap-region-id", "R1", "--bootstrap-public-url", Url());
    }

    /// <summary>A token of a user of the default domain.</summary>
    public async Task<string> TokenAsync(string user, string password, string project)
    {
        var domain = new { id = "default" };
        using HttpResponseMessage response = await _http.PostAsync(Url() + "/auth/tokens", Json(new
        {
            auth = new
            {
                identity = new { methods = (string[])["password"], password = new { user = new { name = user, password, domain } } },
                scope = new { project = new { name = project, domain } },
            },
        }));
        response.EnsureSuccessStatusCode();
        return response.Headers.GetValues("X-Subject-Token").Single();
    }

    /// <summary>Sends a request, as the administrator unless another's token is given, and returns the answer.</summary>
    public async Task<JsonNode?> AskAsync(HttpMethod method, string path, object? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, Url() + path) { Content = body is null ? null : Json(body) };
        request.Headers.Add("X-Auth-Token", token ?? await TokenAsync("admin", adminPassword, "admin"));
        using HttpResponseMessage response = await _http.SendAsync(request);
        string answer = await response.Content.ReadAsStringAsync();
        return !response.IsSuccessStatusCode ? throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {answer}")
            : answer.Length == 0 ? null : JsonNode.Parse(answer);
    }

    /// <summary>Makes one of what a path holds, and returns its id.</summary>
    public async Task<string> CreateAsync(string path, object body, string? token = null) =>
        (string)(await AskAsync(HttpMethod.Post, path, body, token))!.AsObject().Single().Value!["id"]!;

    public override ValueTask DisposeAsync()
    {
        _http.Dispose();
        return base.DisposeAsync();
    }

    // Not under its own keystone-wsgi-public, whose simple server now and then hangs up on a busy machine without an answer.
    protected override ProcessStartInfo Command()
    {
        var command = new ProcessStartInfo(Python, ["-c", Serve, $"{Port}"]);
        command.Environment["OS_KEYSTONE_CONFIG_FILES"] = Configuration;
        return command;
    }

    private static ByteArrayContent Json(object body) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = new("application/json") } };

    // The next key and the one in use, as fernet_setup and credential_setup make them, which want to be told a user and a group.
    private async Task AddKeysAsync(string folder)
    {
        string repository = Directory.CreateDirectory(Path.Combine(Folder, folder), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        foreach (string name in (string[])["0", "1"])
        {
            await File.WriteAllTextAsync(Path.Combine(repository, name), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).Replace('+', '-').Replace('/', '_'));
        }
    }

    private Task<bool> ManageAsync(params string[] arguments) =>
        RunAsync(new(Python, [Program("keystone-manage", "python3-keystone"), "--config-file", Configuration, .. arguments]));
}
