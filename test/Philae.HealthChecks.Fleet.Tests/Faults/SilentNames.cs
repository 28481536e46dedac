using System.Diagnostics;
using System.Text.Json;
using Philae.HealthChecks.Fleet.Program;

namespace Philae.HealthChecks.Fleet.Tests.Faults;

/// <summary>
/// Probes in a process whose one name server never answers. The system's resolver reads it from /etc/resolv.conf, so the process
/// sees another such file than everybody else: a mount namespace, which root may make.
/// </summary>
internal static class SilentNames
{
    /// <summary>How long the resolver waits for one answer; it asks once.</summary>
    public static readonly TimeSpan ResolverLimit = TimeSpan.FromSeconds(30);

    // Of loopback, and nobody else's.
    private const string Address = "127.0.53.97";

    public static async Task<IReadOnlyList<Answer>> AskAsync(TimeSpan deadline, int requests)
    {
        string settings = Path.GetTempFileName();
        await File.WriteAllTextAsync(settings, $"nameserver {Address}\noptions timeout:{ResolverLimit.TotalSeconds} attempts:1\n");
        string program = Path.ChangeExtension(typeof(Answer).Assembly.Location, null);
        var start = new ProcessStartInfo("unshare", [
            "--mount", "sh", "-c", "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"",
            settings, program, Address, $"{deadline.TotalMilliseconds}", $"{requests}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            process.ExitCode.Should().Be(0, "a process with a name server of its own needs root and the right to mount: {0}", await errors);
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<Answer>(line)!)];
        }
        finally
        {
            File.Delete(settings);
        }
    }
}
