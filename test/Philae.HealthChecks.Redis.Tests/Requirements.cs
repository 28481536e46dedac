using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>Hosts with the same target, one for each setting of <see cref="RedisProbeOptions.Require"/>, which live through a whole test.</summary>
internal sealed class Requirements : IAsyncDisposable
{
    private readonly Dictionary<RedisRequirement, ProbeHost> _hosts;
    private readonly ProbeHost _default;

    public Requirements(Func<RedisRequirement?, ProbeHost> host)
    {
        _hosts = Enum.GetValues<RedisRequirement>().ToDictionary(require => require, require => host(require));
        _default = host(null);
    }

    public static Requirements Of(string target) => new(require => PatientHost.Of(target, options => options.Require = require));

    public ProbeHost this[RedisRequirement require] => _hosts[require];

    /// <summary>Null: healthy; otherwise the reason. With several servers the default is Primary's.</summary>
    public async Task ShouldBeAsync(string? primary, string? all, string? any) =>
        (await AskAsync()).Should().Equal(Expected(primary, all, any));

    /// <summary>The same where servers first have to agree.</summary>
    public async Task ShouldBecomeAsync(string? primary, string? all, string? any) =>
        await Eventually.BeAsync(async () => string.Join("; ", await AskAsync()), string.Join("; ", Expected(primary, all, any)));

    public async ValueTask DisposeAsync()
    {
        await _default.DisposeAsync();
        foreach (ProbeHost host in _hosts.Values)
        {
            await host.DisposeAsync();
        }
    }

    private async Task<Dictionary<string, string?>> AskAsync()
    {
        Dictionary<string, string?> found = [];
        foreach ((RedisRequirement require, ProbeHost host) in _hosts)
        {
            found.Add($"{require}", await host.ReasonAsync());
        }

        found.Add("default", await _default.ReasonAsync());
        return found;
    }

    private static Dictionary<string, string?> Expected(string? primary, string? all, string? any) => new()
    {
        ["Primary"] = Published(primary),
        ["All"] = Published(all),
        ["Any"] = Published(any),
        ["default"] = Published(primary),
    };

    private static string? Published(string? reason) => reason is null ? null : PatientHost.Unable(reason);
}
