using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;
using Philae.HealthChecks.Tests.Elasticsearch;
using Philae.HealthChecks.Tests.StatusPages;

namespace Philae.HealthChecks.Tests.Http;

/// <summary>
/// Every probe that speaks HTTP goes through the proxy of the environment. .NET reads the variables once in a process, into
/// what is set here.
/// </summary>
[Collection(Leaks.Alone)]
public sealed class HttpProxyTests : HttpServerTests
{
    private static readonly Uri Nowhere = new("http://philae.invalid/");

    private static readonly Dictionary<string, (string Path, string Body, Action<IHealthChecksBuilder> Add)> Probes = new()
    {
        ["http"] = ("/ready", "", static checks => checks.AddPhilaeHttp("http://philae.invalid/ready")),
        ["service"] = ("/_health", """{"healthy":true,"probes":[],"error":null}""", static checks => checks.AddPhilaeService("http://philae.invalid/_health")),
        ["nsq"] = ("/ping", "OK", static checks => checks.AddPhilaeNsq("philae.invalid", 80)),
        ["elasticsearch"] = ("/", ElasticsearchAnswers.Elasticsearch, static checks => checks.AddPhilaeElasticsearch("http://philae.invalid")),
        ["github"] = ("/api/v2/status.json", StatusPageAnswers.GitHub("none"), static checks => checks.AddPhilaeGitHub(configure: static options => options.BaseAddress = Nowhere)),
        ["gitlab"] = ("/1.0/status/5b36dc6502d06804c08349f7", StatusPageAnswers.StatusIO(100), static checks => checks.AddPhilaeGitLab(configure: static options => options.BaseAddress = Nowhere)),
    };

    private readonly IWebProxy _before = HttpClient.DefaultProxy;

    public static IEnumerable<TheoryDataRow<string>> Names() => Probes.Keys.Select(static name => new TheoryDataRow<string>(name));

    public override ValueTask DisposeAsync()
    {
        HttpClient.DefaultProxy = _before;
        return base.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Check_ProxySet_GoesThroughIt(string probe)
    {
        HttpClient.DefaultProxy = new WebProxy(Server.Address);
        Server.On(Probes[probe].Path, 200, Probes[probe].Body);

        (await ErrorAsync(probe)).Should().BeNull();
        Server.Requests.Single().Target.Should().Be("http://philae.invalid" + Probes[probe].Path);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Check_ProxyIsDown_IsConnectionRefused(string probe)
    {
        HttpClient.DefaultProxy = new WebProxy("127.0.0.1", FreePort.Next());

        (await ErrorAsync(probe)).Should().EndWith(": connection refused");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Check_HostIsExempt_GoesAroundTheProxy(string probe)
    {
        HttpClient.DefaultProxy = new WebProxy(Server.Address.AbsoluteUri, BypassOnLocal: false, ["philae\\.invalid"]);

        (await ErrorAsync(probe)).Should().EndWith(": host not found");
        Server.Requests.Should().BeEmpty();
    }

    private static async Task<string?> ErrorAsync(string probe)
    {
        await using var host = new ProbeHost(Probes[probe].Add, new FakeTimeProvider());
        return await HttpCheck.ErrorAsync(host);
    }
}
