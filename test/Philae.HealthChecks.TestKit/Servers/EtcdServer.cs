using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>etcd, alone or as a member of a cluster; with TLS, and for clients with a certificate only, on request.</summary>
public sealed class EtcdServer : LocalServer
{
    private const string LogIn = "/v3/auth/authenticate";

    private readonly HttpClient _http;
    private readonly TestCertificate? _certificate;
    private readonly bool _wantsClientCertificate;
    private readonly int _peerPort = FreePort.Next();
    private string _cluster;
    private string? _rootPassword;

    public EtcdServer(TestCertificate? certificate = null, bool wantsClientCertificate = false)
    {
        (_certificate, _wantsClientCertificate, _cluster) = (certificate, wantsClientCertificate, Peer);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null;
        handler.SslOptions.ClientCertificates = certificate is null ? null : [certificate.Certificate];
        _http = new HttpClient(handler) { BaseAddress = new Uri($"{Scheme}://127.0.0.1:{Port}") };
    }

    private string Scheme => _certificate is null ? "http" : "https";

    private string Name => $"n{Port}";

    private string Peer => $"{Name}=http://127.0.0.1:{_peerPort}";

    /// <summary>Members that know of each other; a majority of them must run.</summary>
    public static EtcdServer[] Cluster(int count)
    {
        EtcdServer[] servers = [.. Enumerable.Range(0, count).Select(_ => new EtcdServer())];
        foreach (EtcdServer server in servers)
        {
            server._cluster = string.Join(',', servers.Select(member => member.Peer));
        }

        return servers;
    }

    /// <summary>Sends a request to the HTTP gateway, as root where users must log in, and returns the answer.</summary>
    public async Task<JsonNode> AskAsync(string path, object? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body ?? new { }) };
        if (_rootPassword is not null && path != LogIn)
        {
            JsonNode login = await AskAsync(LogIn, new { name = "root", password = _rootPassword });
            request.Headers.TryAddWithoutValidation("Authorization", (string)login["token"]!);
        }

        using HttpResponseMessage response = await _http.SendAsync(request);
        JsonNode answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        return response.IsSuccessStatusCode ? answer : throw new InvalidOperationException($"{path}: {answer}");
    }

    /// <summary>From now on users must log in; the administrator is root, with this password.</summary>
    public async Task EnableUsersAsync(string rootPassword)
    {
        await AddUserAsync("root", rootPassword);
        await AskAsync("/v3/auth/role/add", new { name = "root" });
        await AskAsync("/v3/auth/user/grant", new { user = "root", role = "root" });
        await AskAsync("/v3/auth/enable");
        _rootPassword = rootPassword;
    }

    public async Task DisableUsersAsync()
    {
        await AskAsync("/v3/auth/disable");
        _rootPassword = null;
    }

    /// <summary>Adds a user, without a password if null, who has a permission (READ, WRITE) on one key, or none.</summary>
    public async Task AddUserAsync(string name, string? password, string? key = null, string permission = "READ")
    {
        await AskAsync("/v3/auth/user/add", new { name, password, options = new { no_password = password is null } });
        if (key is not null)
        {
            await AskAsync("/v3/auth/role/add", new { name });
            await AskAsync("/v3/auth/role/grant", new { name, perm = new { permType = permission, key = Encoding.UTF8.GetBytes(key) } });
            await AskAsync("/v3/auth/user/grant", new { user = name, role = name });
        }
    }

    /// <summary>How many calls of a method were answered since the start.</summary>
    public async Task<int> CallsAsync(string method)
    {
        string metrics = await _http.GetStringAsync("/metrics");
        return metrics.Split('\n')
            .Where(line => line.StartsWith("grpc_server_handled_total", StringComparison.Ordinal) && line.Contains($"grpc_method=\"{method}\"", StringComparison.Ordinal))
            .Sum(line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    public override ValueTask DisposeAsync()
    {
        _http.Dispose();
        return base.DisposeAsync();
    }

    protected override ProcessStartInfo Command()
    {
        string client = $"{Scheme}://127.0.0.1:{Port}";
        string peer = $"http://127.0.0.1:{_peerPort}";
        var command = new ProcessStartInfo(Program("etcd", "etcd-server"), [
            "--name", Name, "--data-dir", Folder, "--listen-client-urls", client, "--advertise-client-urls", client,
            "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", _cluster,
            "--heartbeat-interval", "20", "--election-timeout", "200", "--unsafe-no-fsync", "--bcrypt-cost", "4", "--log-level", "warn",
            .. _certificate is null ? Array.Empty<string>() : ["--cert-file", _certificate.CertificateFile, "--key-file", _certificate.KeyFile],
            .. _wantsClientCertificate ? (string[])["--client-cert-auth", "--trusted-ca-file", _certificate!.AuthorityFile] : []]);

        // It reads its settings from ETCD_… as well.
        string? path = command.Environment["PATH"];
        command.Environment.Clear();
        command.Environment["PATH"] = path;
        return command;
    }

    protected override async Task<bool> IsReadyAsync()
    {
        try
        {
            return (await _http.GetStringAsync("/health")).Contains("true", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
