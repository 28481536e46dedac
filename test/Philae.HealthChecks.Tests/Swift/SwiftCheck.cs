using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Swift;

/// <summary>Checks of the Swift probe in which no time passes.</summary>
internal static class SwiftCheck
{
    public const string Failed = "unable to authenticate: ";

    /// <summary>A host with a project to log in to, unless it is said otherwise.</summary>
    public static ProbeHost Host(string? target, Action<SwiftProbeOptions>? configure = null) => new(
        builder => builder.AddPhilaeSwift(target, configure: options =>
        {
            options.ConnectTimeout = HttpCheck.Never; // .NET's own timer for it runs on the real clock
            options.TenantName = "shop";
            configure?.Invoke(options);
        }),
        new FakeTimeProvider());

    /// <summary>What one check publishes below the outermost level; null when healthy.</summary>
    public static async Task<string?> ErrorAsync(string? target, Action<SwiftProbeOptions>? configure = null)
    {
        await using ProbeHost host = Host(target, configure);
        return await HttpCheck.ErrorAsync(host);
    }

    /// <summary>What the start says against the options.</summary>
    public static string StartFails(string? target, Action<SwiftProbeOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddHealthChecks().AddPhilaeSwift(target, "store", configure: configure);
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IStartupValidator>().Invoking(static start => start.Validate()).Should().Throw<OptionsValidationException>().Which.Message;
    }
}
