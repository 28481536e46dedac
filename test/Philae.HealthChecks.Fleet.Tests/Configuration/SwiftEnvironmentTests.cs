using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary><c>swift:</c> takes what the environment says of OpenStack. One class, as the environment is the process's.</summary>
public sealed class SwiftEnvironmentTests : IDisposable
{
    private static readonly string[] Variables = ["OS_AUTH_URL", "OS_USERNAME", "OS_PASSWORD", "OS_PROJECT_NAME"];
    private readonly string?[] _before = [.. Variables.Select(Environment.GetEnvironmentVariable)];

    [Fact]
    public async Task Add_SwiftAlone_RegistersWhatTheCallInCodeDoes()
    {
        Set("https://identity:5000/v3", "hc", "s3cret", "project");
        await using var direct = new ProbeHost(static checks => checks.AddPhilaeSwift(name: "it"));
        await using ProbeHost configured = Configured.Host(Configured.Probe("swift:"));

        Portrait.Of(configured).Should().Be(Portrait.Of(direct)).And.Contain("https://identity:5000/v3");
    }

    [Fact]
    public void Add_EnvironmentBad_NamesTheVariable()
    {
        Set("ftp://u:s3cret@host");

        Configured.Refusal(Configured.Probe("swift:")).Should().ContainSingle().Which
            .Should().StartWith("Philae:Probes:it:Url: ").And.Contain("OS_AUTH_URL").And.NotContain("s3cret");
    }

    public void Dispose() => Set(_before);

    private static void Set(params string?[] values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            Environment.SetEnvironmentVariable(Variables[index], values[index]);
        }
    }
}
