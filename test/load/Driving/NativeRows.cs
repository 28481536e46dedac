using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>The QuickStart, published with Native AOT, as a process with real Redis and PostgreSQL.</summary>
internal static class NativeRows
{
    private const int Requests = 10_000;
    private const int Connections = 16;
    private const string Cache = "cache";
    private const string Database = "orders-db";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    public static IEnumerable<Row> All => [new("native-aot", false, MeasureAsync)];

    private static async Task<IReadOnlyList<Finding>> MeasureAsync(Bench bench)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("philae-load-");
        try
        {
            (int exitCode, string[] problems) = await PublishAsync(folder.FullName);
            if (exitCode != 0)
            {
                return [Finding.Unmeasured("QuickStart with Native AOT: it builds", problems.FirstOrDefault() ?? "dotnet publish failed")];
            }

            string program = Directory.GetFiles(folder.FullName, "QuickStart", SearchOption.AllDirectories)
                .Single(file => file.Contains($"{Path.DirectorySeparatorChar}publish{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
            await using RealServers servers = await RealServers.StartAsync();
            var starts = new List<double>();
            var resident = new List<double>();
            for (int round = 0; round < bench.Settings.Rounds; round++)
            {
                (double milliseconds, double megabytes) = await RunAsync(program, servers, polls: round == 0);
                starts.Add(milliseconds);
                if (round == 0)
                {
                    resident.Add(megabytes);
                }
            }

            return
            [
                new Finding("QuickStart with Native AOT: warnings of the build", "", "", new Series([problems.Length]), Target.Most(0, "warnings")),
                new Finding("QuickStart with Native AOT: the program and what it needs", "", "", new Series([Megabytes(program)]), Target.Most(20, "MB")),
                new Finding("QuickStart with Native AOT: from exec to the first 200, with Redis and PostgreSQL", "", "", new Series(starts), Target.Most(100, "ms")),
                new Finding($"QuickStart with Native AOT: resident after {Requests:#,0} requests", "", "", new Series(resident), Target.Most(48, "MB")),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // In a folder of its own, so that the build of the repository is not disturbed.
    private static async Task<(int ExitCode, string[] Problems)> PublishAsync(string folder)
    {
        string project = Path.Combine(Root(), "docs", "samples", "QuickStart", "QuickStart.csproj");
        string[] arguments =
        [
            "publish", project, "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier, "--artifacts-path", folder, "--nologo",
            "-p:PublishAot=true", "-p:TreatWarningsAsErrors=false",
        ];
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        string[] output = (await process.StandardOutput.ReadToEndAsync()).Split('\n');
        await process.WaitForExitAsync();
        string[] problems = [.. output.Where(line => line.Contains("warning ", StringComparison.Ordinal) || line.Contains("error ", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct()];
        Console.Error.WriteLine(string.Join('\n', problems));
        return (process.ExitCode, problems);
    }

    private static async Task<(double Milliseconds, double Megabytes)> RunAsync(string program, RealServers servers, bool polls)
    {
        int port = FreePort.Next();
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(program) };
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment[$"Philae__Probes__{Cache}__Url"] = servers.RedisUrl;
        start.Environment[$"Philae__Probes__{Database}__Url"] = servers.PostgreSqlUrl;
        long exec = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        try
        {
            double milliseconds = await FirstOkAsync(port, exec);
            if (polls)
            {
                using var poller = new Poller($"http://127.0.0.1:{port}{Serving.Server.Path}", Connections);
                await poller.PollAsync(Requests / Connections);
            }

            double megabytes = Resident(process.Id);
            Console.Error.WriteLine($"  first 200 after {milliseconds:0.0} ms; {megabytes:0.0} MB resident");
            return (milliseconds, megabytes);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    // By hand, since a client's own first request would take longer than what is measured.
    private static async Task<double> FirstOkAsync(int port, long since)
    {
        byte[] request = Encoding.ASCII.GetBytes($"GET {Serving.Server.Path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        string last = "nothing";
        while (Stopwatch.GetElapsedTime(since) < StartLimit)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                await socket.SendAsync(request);
                using var answer = new StreamReader(new NetworkStream(socket));
                last = await answer.ReadToEndAsync();
                if (last.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
                {
                    return new[] { Cache, Database }.All(name => last.Contains($"\"name\":\"{name}\"", StringComparison.Ordinal))
                        ? Stopwatch.GetElapsedTime(since).TotalMilliseconds
                        : throw new InvalidOperationException($"The QuickStart did not ask Redis and PostgreSQL: {last}");
                }
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                await Task.Delay(1);
            }
        }

        throw new InvalidOperationException($"The QuickStart's last answer was: {last}");
    }

    // What has to be carried to where it runs: all but symbols and documentation.
    private static double Megabytes(string program) =>
        Directory.GetFiles(Path.GetDirectoryName(program)!).Where(file => Path.GetExtension(file) is not (".dbg" or ".pdb" or ".xml")).Sum(file => new FileInfo(file).Length) / 1e6;

    private static double Resident(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line["VmRSS:".Length..^"kB".Length], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Philae.HealthChecks.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("This runs outside the repository.");
    }
}
