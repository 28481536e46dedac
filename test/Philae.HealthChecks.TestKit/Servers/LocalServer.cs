using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>A real server as a child process: on loopback, a free port and a temporary folder, stopped by its handle.</summary>
public abstract partial class LocalServer : IAsyncDisposable
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    private readonly StringBuilder _output = new();
    private Process? _process;

    public int Port { get; } = FreePort.Next();

    public string Folder { get; } = Directory.CreateTempSubdirectory("philae-test-").FullName;

    protected virtual TimeSpan StartLimit => TimeSpan.FromMinutes(1);

    /// <summary>PostgreSQL wants an interrupt, the others a TERM.</summary>
    protected virtual bool StopsOnInterrupt => false;

    /// <summary>Starts it, or starts it again on the same port and folder, and returns when it answers.</summary>
    public async Task StartAsync()
    {
        Process process = Process.Start(Redirected(Command())) ?? throw new InvalidOperationException("The server did not start.");
        _process = process;
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        long start = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync())
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(start) > StartLimit)
            {
                throw new InvalidOperationException($"{GetType().Name} is not ready; it printed:\n{Output()}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Tells it to stop, and returns its exit code when it has.</summary>
    public Task<int> StopAsync() => EndAsync(StopsOnInterrupt ? Interrupt : Terminate);

    public Task KillAsync() => EndAsync(Kill);

    /// <summary>The kernel still accepts connections; nobody answers once this has returned.</summary>
    public void Freeze()
    {
        Signal(Stop);

        // A thread that runs when the signal is sent goes on for a moment, and may answer.
        string threads = $"/proc/{_process?.Id}/task";
        if (Directory.Exists(threads) && !SpinWait.SpinUntil(() => Directory.GetDirectories(threads).All(IsStopped), StartLimit))
        {
            throw new InvalidOperationException($"{GetType().Name} does not stop.");
        }
    }

    public void Thaw() => Signal(Continue);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await KillAsync();
        Directory.Delete(Folder, recursive: true);
    }

    protected abstract ProcessStartInfo Command();

    protected virtual async Task<bool> IsReadyAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Runs a set-up command to its end.</summary>
    protected static async Task<bool> RunAsync(ProcessStartInfo command, bool mayFail = false)
    {
        using Process process = Process.Start(Redirected(command)) ?? throw new InvalidOperationException($"{command.FileName} did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 || mayFail
            ? process.ExitCode == 0
            : throw new InvalidOperationException($"{command.FileName} ended with {process.ExitCode}:\n{await output}{errors}");
    }

    /// <summary>What a command prints, whatever its outcome.</summary>
    protected static async Task<string> ReadAsync(ProcessStartInfo command)
    {
        using Process process = Process.Start(Redirected(command)) ?? throw new InvalidOperationException($"{command.FileName} did not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await errors;
    }

    /// <summary>Finds a server program; a missing one is a failure that says what to install.</summary>
    protected static string Program(string name, string package, params string[] folders)
    {
        string[] path = [.. folders, .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/usr/local/sbin"];
        return path.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"'{name}' is not installed: install the package '{package}' or run test/run.sh, which does.");
    }

    private static ProcessStartInfo Redirected(ProcessStartInfo command)
    {
        command.RedirectStandardOutput = true;
        command.RedirectStandardError = true;
        return command;
    }

    private async Task<int> EndAsync(int signal)
    {
        if (_process is not { } process)
        {
            return 0;
        }

        Signal(signal);
        await process.WaitForExitAsync();
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        int exitCode = process.ExitCode;
        process.Dispose();
        _process = null;
        return exitCode;
    }

    private void Signal(int signal)
    {
        if (_process is not { HasExited: false } process)
        {
            return;
        }

        int[] children = signal is Interrupt or Terminate ? [] : Children(process.Id);
        foreach (int target in (int[])[process.Id, .. children])
        {
            _ = SendSignal(target, signal);
        }
    }

    // A server may answer from children, as PostgreSQL does: they go still with it, and would outlive it when it is killed.
    private static int[] Children(int process)
    {
        string threads = $"/proc/{process}/task";
        return Directory.Exists(threads) ? [.. Directory.GetDirectories(threads).SelectMany(StartedBy)] : [];
    }

    private static IEnumerable<int> StartedBy(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
        }
        catch (IOException)
        {
            return []; // It has ended meanwhile.
        }
    }

    // The state follows the program's name, which stands in parentheses and may hold anything.
    private static bool IsStopped(string thread)
    {
        try
        {
            string status = File.ReadAllText(Path.Combine(thread, "stat"));
            return status.AsSpan(status.LastIndexOf(')') + 2) is ['T', ..];
        }
        catch (IOException)
        {
            return true; // It has ended meanwhile.
        }
    }

    private void KillAtExit(object? sender, EventArgs e) => Signal(Kill);

    private void Keep(object sender, DataReceivedEventArgs e)
    {
        lock (_output)
        {
            _output.AppendLine(e.Data);
        }
    }

    private string Output()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
