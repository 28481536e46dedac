using System.Diagnostics;
using System.Net.Sockets;
using k8s.Models;
using KubernetesSample;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Docs.Tests.Kubernetes;

/// <summary>The sample in a process of its own, its ports mapped to free ones.</summary>
internal sealed class Pod(string redis, TimeSpan warmUp) : LocalServer
{
    private readonly int _managementPort = FreePort.Next();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>The address of a port of the Deployment's container, by name or number.</summary>
    public Uri Address(string port, string path) => new($"http://127.0.0.1:{Mapped(port)}{path}");

    public Task<HttpResponseMessage> GetAsync(string port, string path) => _client.GetAsync(Address(port, path));

    /// <summary>As a kubelet judges it: any status from 200 to 399 is a success, and everything else is not.</summary>
    public async Task<bool> AskAsync(V1HTTPGetAction action)
    {
        try
        {
            using HttpResponseMessage response = await GetAsync(action.Port.Value, action.Path);
            return (int)response.StatusCode is >= 200 and < 400;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await base.DisposeAsync();
    }

    protected override ProcessStartInfo Command() => new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Kubernetes.dll")])
    {
        WorkingDirectory = Path.GetDirectoryName(Manifests.Folder),
        Environment =
        {
            [$"Service__{nameof(ServiceSettings.Port)}"] = $"{Port}",
            [$"Service__{nameof(ServiceSettings.ManagementPort)}"] = $"{_managementPort}",
            [$"Service__{nameof(ServiceSettings.Redis)}"] = redis,
            [$"Service__{nameof(ServiceSettings.WarmUp)}"] = $"{warmUp}",
        },
    };

    protected override async Task<bool> IsReadyAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", _managementPort);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private int Mapped(string port)
    {
        int number = int.TryParse(port, out int given) ? given : Manifests.Port(port);
        return number == Manifests.Port("http") ? Port : number == Manifests.Port("management") ? _managementPort
            : throw new InvalidOperationException($"The pod has no port {port}.");
    }
}
