using System.Diagnostics;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Docs.Tests;

/// <summary>The QuickStart, or another sample, as a user runs it: a process of its own with its own environment.</summary>
internal sealed class QuickStartProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _lines = [];

    private QuickStartProcess(Process process) => _process = process;

    /// <summary>What standard output has said so far.</summary>
    public string Console
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Where the service says that it is.</summary>
    public string Address => _lines.Find(static line => line.EndsWith("its page", StringComparison.Ordinal))!.Trim().Split('/', 4) is [var scheme, _, var host, _]
        ? $"{scheme}//{host}"
        : "";

    public Task<string> Errors { get; private set; } = Task.FromResult("");

    public static QuickStartProcess Start(IReadOnlyDictionary<string, string>? environment = null, params string[] arguments) =>
        StartSample("QuickStart", environment, arguments);

    public static QuickStartProcess StartSample(string sample, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, $"{sample}.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(Repository.Root, "docs", "samples", sample),
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var started = new QuickStartProcess(Process.Start(start)!);
        started._process.OutputDataReceived += started.Read;
        started._process.BeginOutputReadLine();
        started.Errors = started._process.StandardError.ReadToEndAsync();
        return started;
    }

    /// <summary>Returns what the console said once the service is up.</summary>
    public async Task<string> UpAsync()
    {
        await Task.WhenAny(_up.Task, _process.WaitForExitAsync()).WaitAsync(TimeSpan.FromMinutes(1));
        return _up.Task.IsCompleted ? Console : throw new InvalidOperationException($"The QuickStart ended: {await Errors}");
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Read(object sender, DataReceivedEventArgs e)
    {
        lock (_lines)
        {
            _lines.Add(e.Data ?? "");
        }

        if (e.Data?.Contains("Ctrl+C", StringComparison.Ordinal) == true)
        {
            _up.TrySetResult();
        }
    }
}
