using System.Diagnostics;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>HAProxy with a configuration, whose frontend binds <see cref="LocalServer.Port"/>.</summary>
/// <param name="configuration">Makes the configuration of the port.</param>
public sealed class HaProxyServer(Func<int, string> configuration) : LocalServer
{
    protected override ProcessStartInfo Command()
    {
        string file = Path.Combine(Folder, "haproxy.cfg");
        File.WriteAllText(file, configuration(Port));
        return new ProcessStartInfo(Program("haproxy", "haproxy"), ["-db", "-f", file]);
    }
}
