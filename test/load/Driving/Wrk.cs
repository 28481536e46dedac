using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>What <c>wrk</c> measured, from one thread. Times are in microseconds.</summary>
internal sealed record Wrk(long Requests, long Microseconds, long SocketErrors, long Refused, long P50, long P99)
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "wrk.lua");

    public double RequestsPerSecond => Requests * 1e6 / Microseconds;

    public static async Task<Wrk> RunAsync(ServerProcess server, int connections, int seconds)
    {
        string[] arguments =
        [
            "--threads", "1", "--connections", connections.ToString(CultureInfo.InvariantCulture),
            "--duration", seconds.ToString(CultureInfo.InvariantCulture), "--latency", "--script", Script, server.Url,
        ];
        using Process process = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("'wrk' is not installed: test/load/run.sh does it.");
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        string line = output.Split('\n').LastOrDefault(line => line.StartsWith('{')) ?? throw new InvalidOperationException($"wrk printed:\n{output}");
        Wrk result = JsonSerializer.Deserialize<Wrk>(line, JsonSerializerOptions.Web)!;
        long expectedRefused = server.Spec.Checks == CheckKind.OneHangs ? result.Requests : 0;
        return result.SocketErrors == 0 && result.Refused == expectedRefused && result.Requests > 0
            ? result
            : throw new InvalidOperationException($"Not every request to '{server.Spec}' was answered as it should:\n{output}");
    }
}
