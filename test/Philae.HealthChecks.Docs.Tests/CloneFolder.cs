using System.Diagnostics;

namespace Philae.HealthChecks.Docs.Tests;

/// <summary>A temporary folder with a clone in it, and commands that run there.</summary>
internal sealed class CloneFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("philae-clone-").FullName;

    public string Clone => Path.Combine(Root, Docs.Tests.Clone.Name);

    /// <summary>Runs a program in the clone to its end, and returns what it prints.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        var command = new ProcessStartInfo(program, arguments) { WorkingDirectory = Clone, RedirectStandardOutput = true };
        Docs.Tests.Clone.Isolate(command, Root);
        using Process process = Process.Start(command)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, "{0} {1} printed:\n{2}", program, string.Join(' ', arguments), output);
        return output;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
