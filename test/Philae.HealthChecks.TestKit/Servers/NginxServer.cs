using System.Diagnostics;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>nginx with a configuration of its http block, whose server listens on <see cref="LocalServer.Port"/>.</summary>
/// <param name="http">Makes the configuration of the port.</param>
public sealed class NginxServer(Func<int, string> http) : LocalServer
{
    protected override ProcessStartInfo Command()
    {
        string file = Path.Combine(Folder, "nginx.conf");
        string temporary = string.Concat(
            ((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]).Select(name => $"{name}_temp_path {Folder}/{name};\n"));
        File.WriteAllText(file, $$"""
            daemon off;
            master_process off;
            pid {{Folder}}/nginx.pid;
            events { }
            http {
            access_log off;
            {{temporary}}
            {{http(Port)}}
            }

            """);
        return new ProcessStartInfo(Program("nginx", "nginx-light"), ["-p", Folder, "-c", file, "-e", "stderr"]);
    }
}
