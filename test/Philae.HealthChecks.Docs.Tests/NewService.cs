using System.Diagnostics;
using System.Reflection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Docs.Tests;

/// <summary>
/// A new user's service, made and run by the page's commands in a temporary folder. Beside it are the packages as they are packed
/// now, and a NuGet cache of its own, so that the machine's never holds them; everything else comes from the machine's.
/// </summary>
internal sealed class NewService(string redis) : LocalServer
{
    /// <summary>One that nobody else has.</summary>
    public const string Version = "99.0.0";

    /// <summary>It is built first.</summary>
    protected override TimeSpan StartLimit => TimeSpan.FromMinutes(5);

    private string Project => Path.Combine(Folder, "Hello");

    public async Task PackAsync(string name, string version = Version)
    {
        string project = Path.Combine(Repository.Root, "src", name);
        string configuration = typeof(NewService).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        await RunAsync(Isolated(new("dotnet",
            ["pack", project, "--no-build", "--configuration", configuration, "--output", Path.Combine(Folder, "packages"), $"-p:Version={version}", "-p:IncludeSymbols=false"])));
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
        string cache = typeof(NewService).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(value => value.Key == "NuGetPackageRoot").Value!;
        await File.WriteAllTextAsync(Path.Combine(Folder, "NuGet.config"), $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="packages" /></packageSources>
              <fallbackPackageFolders><clear /><add key="machine" value="{cache}" /></fallbackPackageFolders>
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

    // No build server and no node of MSBuild is left behind.
    private ProcessStartInfo Isolated(ProcessStartInfo command)
    {
        command.WorkingDirectory = Folder;
        command.Environment["NUGET_PACKAGES"] = Path.Combine(Folder, "cache");
        command.Environment["DOTNET_CLI_HOME"] = Folder;
        command.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        command.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        command.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        command.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        command.Environment["UseSharedCompilation"] = "false";
        return command;
    }
}
