using System.Diagnostics;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>A Sentinel, which decides alone, and soon, that the primary is down.</summary>
public sealed class RedisSentinelServer(RedisServer primary, string? primaryPassword, string? password = null, TestCertificate? certificate = null)
    : RedisServer(password, certificate)
{
    public const string Service = "mymaster";

    // It keeps what it learns in its file, so the file is written once.
    protected override ProcessStartInfo Command()
    {
        string file = Path.Combine(Folder, "sentinel.conf");
        if (!File.Exists(file))
        {
            string[] secrets = [
                .. (string[])(Password is null ? [] : [$"requirepass {Password}"]),
                .. (string[])(primaryPassword is null ? [] : [$"sentinel auth-pass {Service} {primaryPassword}"])];
            File.WriteAllLines(file, [
                "bind 127.0.0.1",
                $"dir {Folder}",
                $"sentinel monitor {Service} 127.0.0.1 {primary.Port} 1",
                $"sentinel down-after-milliseconds {Service} 1000",
                $"sentinel failover-timeout {Service} 3000",
                .. secrets]);
        }

        return new(Program("redis-server", "redis-server"), [file, "--sentinel", .. Listener()]);
    }
}
