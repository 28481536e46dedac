using System.Diagnostics;
using System.Reflection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Docs.Tests;

/// <summary>
/// A new user's service, made and run by the page's commands in a temporary folder. It refers to a clone of the repository, which needs nothing else,
/// or to the packages as they are packed now. These have a NuGet cache of their own, so that the machine's never holds them.
/// </summary>
internal sealed class NewService(string redis) : LocalServer
{
    /// <summary>One that nobody else has.</summary>
    public const string Version = "99.0.0";

    /// <summary>It is built first, with the library, by the side of everything else that the tests build.</summary>
    protected override TimeSpan StartLimit => TimeSpan.FromMinutes(10);

    private string Project => Path.Combine(Folder, "Hello");

    private bool HasClone => Directory.Exists(Path.Combine(Folder, Clone.Name));

    public async Task PackAsync(string name, string version = Version)
    {
        string project = Path.Combine(Repository.Root, "src", name);
        string configuration = typeof(NewService).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        await RunAsync(Isolated(new("dotnet",
            ["pack", project, "--no-build", "--configuration", configuration, "--output", Path.Combine(Folder, "packages"), $"-p:MinVerVersionOverride={version}", "-p:IncludeSymbols=false"])));
    }

    public async Task CreateFromCloneAsync(string commands)
    {
        await Clone.MakeAsync(Folder);
        ProcessStartInfo command = Isolated(new("bash", ["-e", "-c", commands]));
        command.WorkingDirectory = Path.Combine(Folder, Clone.Name);
        await RunAsync(command);
    }

    public async Task CreateAsync(string commands)
    {
        await WriteSourcesAsync();
        await RunAsync(Isolated(new("bash", ["-e", "-c", commands])));
    }

    /// <summary>What a restore says of a project with these packages of ours, by name and version.</summary>
    public async Task<string> RestoreAsync(params (string Name, string Version)[] packages)
    {
        await WriteSourcesAsync();
        string file = Path.Combine(Folder, "Mixture.csproj");
        IEnumerable<string> references = packages.Select(static package => $"""<PackageReference Include="{package.Name}" Version="{package.Version}" />""");
        await File.WriteAllTextAsync(file, $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>{string.Concat(references)}</ItemGroup>
            </Project>
            """);
        return await ReadAsync(Isolated(new("dotnet", ["restore", file])));
    }

    private async Task WriteSourcesAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "NuGet.config"), $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="packages" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{Clone.PackageCache}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    public async Task InsertAsync(string code, string above)
    {
        string file = Path.Combine(Project, "Program.cs");
        string text = await File.ReadAllTextAsync(file);
        text.Should().Contain(above);
        await File.WriteAllTextAsync(file, text.Replace(above, code + above, StringComparison.Ordinal));
    }

    protected override ProcessStartInfo Command()
    {
        string run = GettingStartedPage.Run.Trim().Replace(":8080", $":{Port}", StringComparison.Ordinal);
        return Isolated(new("bash", ["-c", $"cd Hello && exec {run}"]) { Environment = { ["Redis"] = redis } });
    }

    private ProcessStartInfo Isolated(ProcessStartInfo command)
    {
        command.WorkingDirectory = Folder;
        Clone.Isolate(command, Folder);
        if (!HasClone)
        {
            command.Environment["NUGET_PACKAGES"] = Path.Combine(Folder, "cache");
        }

        return command;
    }
}
