using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Philae.HealthChecks;

/// <summary>The one port on which endpoints answer; on others they are not found.</summary>
internal sealed partial class ManagementPort
{
    private readonly int _port;
    private readonly ILogger _logger;

    public ManagementPort(int port, IServiceProvider services)
    {
        if (port is < 1 or > 65535)
        {
            throw new ArgumentException($"PhilaeEndpointOptions.Port must be from 1 to 65535, not {port}.");
        }

        _port = port;
        _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Philae.HealthChecks");
        services.GetService<IHostApplicationLifetime>()?.ApplicationStarted.Register(() => CheckAddresses(services.GetService<IServer>()));
    }

    /// <summary>Whether the request came in on another port.</summary>
    public bool IsOther(HttpContext context) => context.Connection.LocalPort != _port;

    // Only a server that listens knows its ports.
    private void CheckAddresses(IServer? server)
    {
        if (server?.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses
            && !addresses.Any(address => BindingAddress.Parse(address).Port == _port))
        {
            LogNowhere(_port);
        }
    }

    [LoggerMessage(4, LogLevel.Error, "The server does not listen on port {Port}, which PhilaeEndpointOptions.Port names: the health endpoints answer nowhere")]
    private partial void LogNowhere(int port);
}
