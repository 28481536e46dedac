using System.Diagnostics;
using System.Globalization;
using System.Net;
using Philae.HealthChecks.LoadTest.Serving;
using Philae.HealthChecks.LoadTest.Soaking;

namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>A server of this program as a child process.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private ServerProcess(ServerSpec spec, Process process, Uri address)
    {
        (Spec, _process) = (spec, process);
        _client = new HttpClient { BaseAddress = address };
    }

    public ServerSpec Spec { get; }

    public string Url => new Uri(_client.BaseAddress!, Server.Path).ToString();

    /// <summary>All the processor time that it has used so far.</summary>
    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    public static async Task<ServerProcess> StartAsync(ServerSpec spec, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve", .. spec.ToArguments()]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        string address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The server '{spec}' ended at once.");
        return new ServerProcess(spec, process, new Uri(address));
    }

    /// <summary>One request, which must be answered as this server should: a measurement of errors is none.</summary>
    public async Task<byte[]> AskAsync()
    {
        using HttpResponseMessage response = await _client.GetAsync(Url);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        HttpStatusCode expected = Spec.Checks == CheckKind.OneHangs ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK;
        if (response.StatusCode != expected || (Spec.Kind == ServerKind.Philae && !IsAsExpected(PhilaeReport.Read(body))))
        {
            throw new InvalidOperationException($"The server '{Spec}' answers {response.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
        }

        return body;
    }

    /// <summary>What it has counted so far.</summary>
    public async Task<Counters> CountAsync()
    {
        string[] numbers = (await _client.GetStringAsync(Server.CountersPath)).Split(' ');
        return new Counters(Number(numbers[0]), (int)Number(numbers[1]), (int)Number(numbers[2]));

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>What it holds now.</summary>
    public async Task<Holding> HeldAsync() => Holding.Parse(await _client.GetStringAsync(Server.HeldPath));

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private bool IsAsExpected(PhilaeReport report) =>
        Spec.Checks == CheckKind.RealServers || (report.Probes.Count == Spec.Count && report.Healthy != (Spec.Checks == CheckKind.OneHangs));
}

/// <summary>What a server process has counted since its start.</summary>
/// <param name="Allocated">Bytes.</param>
/// <param name="Runs">Checks begun, of those that are counted.</param>
/// <param name="MostAtATime">The most checks of one probe that ran at a time.</param>
internal readonly record struct Counters(long Allocated, int Runs, int MostAtATime);
