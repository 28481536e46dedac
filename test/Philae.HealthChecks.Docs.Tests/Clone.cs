using System.Diagnostics;
using System.Reflection;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Docs.Tests;

/// <summary>A copy of the repository's files as a clone of it has them, with what is not committed yet and without what a build has made.</summary>
internal static class Clone
{
    public const string Name = "clone";

    /// <summary>Where the build of the tests has put the packages that it needs.</summary>
    public static string PackageCache { get; } =
        typeof(Clone).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static value => value.Key == "NuGetPackageRoot").Value!;

    /// <summary>Copies the files into a folder of the name <see cref="Name"/>, and returns its path.</summary>
    public static async Task<string> MakeAsync(string parent)
    {
        string clone = Path.Combine(parent, Name);
        foreach (string file in await FilesAsync())
        {
            string copy = Path.Combine(clone, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Repository.Root, file), copy);
        }

        return clone;
    }

    /// <summary>Runs a command without the user's settings. No build server and no node of MSBuild is left behind.</summary>
    public static void Isolate(ProcessStartInfo command, string home)
    {
        command.Environment["NUGET_PACKAGES"] = PackageCache;
        command.Environment["DOTNET_CLI_HOME"] = home;
        command.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        command.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        command.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        command.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        command.Environment["UseSharedCompilation"] = "false";
    }

    /// <summary>The files that Git knows, or would take.</summary>
    public static async Task<string[]> FilesAsync()
    {
        using Process git = Process.Start(new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        })!;
        string files = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        git.ExitCode.Should().Be(0);
        return [.. files.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(static file => File.Exists(Path.Combine(Repository.Root, file)))];
    }
}
