using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>Where a secret can stand in the probes that speak HTTP.</summary>
internal static class HttpPlaces
{
    public static IEnumerable<Place> All =>
    [
        Http("URL, user info", static p => p.AddHttp(p.Http("/ping", $"probe:{p.Secret.Encoded}@"))),
        Http("URL, user name alone", static p => p.AddHttp(p.Http("/ping", $"{p.Secret.Encoded}@"))),
        Http("URL, query", static p => p.AddHttp(p.Http($"/ping?token={p.Secret.Encoded}&x=1"))),
        Http("Password", static p => p.AddHttp(p.Http(), o => (o.UserName, o.Password) = ("probe", p.Text))),
        Http("client of the application, Authorization", static p => p.AddHttp(p.Http(), client: p.Bearer()), ascii: true) with { DriverLogs = true },
        Http("client of the application, X-Api-Key", static p => p.AddHttp(p.Http(), client: p.ApiKey()), ascii: true) with { DriverLogs = true },
        Http("client of the application, query", static p => p.AddHttp(p.Http($"/?api_key={p.Secret.Encoded}"), client: p.Client(static _ => { }))) with { DriverLogs = true },

        Service("URL, user info", static p => p.AddService(p.Http("/_health", $"probe:{p.Secret.Encoded}@"))),
        Service("URL, query", static p => p.AddService(p.Http($"/_health?access_token={p.Secret.Encoded}"))),
        Service("Password", static p => p.AddService(p.Http(), o => (o.UserName, o.Password) = ("probe", p.Text))),
        Service("Headers, X-Api-Key", static p => p.AddService(p.Http(), o => o.Headers["X-Api-Key"] = p.Text), ascii: true),
        Service("Headers, Authorization", static p => p.AddService(p.Http(), o => o.Headers["Authorization"] = $"Bearer {p.Text}"), ascii: true),

        Elasticsearch("URL, user info", static p => p.AddElasticsearch(p.Http("/", $"probe:{p.Secret.Encoded}@"))),
        Elasticsearch("URL, query", static p => p.AddElasticsearch(p.Http($"/?token={p.Secret.Encoded}"))),
        Elasticsearch("Password", static p => p.AddElasticsearch(p.Http(), o => (o.UserName, o.Password) = ("probe", p.Text))),
        Elasticsearch("ApiKey", static p => p.AddElasticsearch(p.Http(), o => o.ApiKey = p.Text), ascii: true),

        Swift("URL, user info", static p => p.AddSwift(p.Http("/v3", $"probe:{p.Secret.Encoded}@"), static _ => { })),
        Swift("URL, user info, version 2", static p => p.AddSwift(p.Http("/v2.0", $"probe:{p.Secret.Encoded}@"), static _ => { })),
        Swift("Password", static p => p.AddSwift(p.Http("/v3"), o => (o.UserName, o.Password) = ("probe", p.Text))),
        Swift("ApplicationCredentialSecret", static p => p.AddSwift(p.Http("/v3"), o => (o.ApplicationCredentialId, o.ApplicationCredentialSecret) = ("id", p.Text))),

        OfClient("nsq", static p => p.AddNsq(p.Bearer())),
        OfClient("github", static p => p.Builder.AddPhilaeGitHub(p.Name, timeout: p.Limit, configure: p.Page(p.Bearer()))),
        OfClient("gitlab", static p => p.Builder.AddPhilaeGitLab(p.Name, timeout: p.Limit, configure: p.Page(p.ApiKey()))),
        OfClient("statusio", static p => p.Builder.AddPhilaeStatusIO("page", p.Name, timeout: p.Limit, configure: p.Page(p.ApiKey()))),
    ];

    public static void AddSwift(this Planting p, string? target, Action<SwiftProbeOptions> configure) => p.Builder.AddPhilaeSwift(
        target, p.Name, timeout: p.Limit, configure: p.Limits<SwiftProbeOptions>(o =>
        {
            o.TenantName = "shop";
            configure(o);
        }));

    private static Place Http(string name, Action<Planting> add, bool ascii = false) => new("http: " + name, add) { IsHttp = true, IsAscii = ascii, ReadsNoBody = true };

    private static Place Service(string name, Action<Planting> add, bool ascii = false) => new("service: " + name, add) { IsHttp = true, IsAscii = ascii };

    private static Place Elasticsearch(string name, Action<Planting> add, bool ascii = false) => new("elasticsearch: " + name, add) { IsHttp = true, IsAscii = ascii };

    private static Place Swift(string name, Action<Planting> add) => new("swift: " + name, add) { IsHttp = true };

    private static Place OfClient(string name, Action<Planting> add) => new(name + ": client of the application, header", add) { IsHttp = true, IsAscii = true, DriverLogs = true };

    private static void AddHttp(this Planting p, string target, Action<HttpProbeOptions>? configure = null, string? client = null) =>
        p.Builder.AddPhilaeHttp(target, p.Name, timeout: p.Limit, configure: p.Limits<HttpProbeOptions>(o =>
        {
            o.HttpClientName = client;
            configure?.Invoke(o);
        }));

    private static void AddNsq(this Planting p, string client) =>
        p.Builder.AddPhilaeNsq(p.Host, p.Port, p.Name, timeout: p.Limit, configure: p.Limits<NsqProbeOptions>(o => (o.UseTls, o.HttpClientName) = (p.Tls, client)));

    private static void AddService(this Planting p, string target, Action<ServiceProbeOptions>? configure = null) =>
        p.Builder.AddPhilaeService(target, p.Name, timeout: p.Limit, configure: p.Limits(configure));

    private static void AddElasticsearch(this Planting p, string target, Action<ElasticsearchProbeOptions>? configure = null) =>
        p.Builder.AddPhilaeElasticsearch(target, p.Name, timeout: p.Limit, configure: p.Limits(configure));

    private static Action<StatusPageProbeOptions> Page(this Planting p, string client) =>
        p.Limits<StatusPageProbeOptions>(o => (o.BaseAddress, o.HttpClientName) = (new Uri(p.Http()), client));

    private static string Bearer(this Planting p) => p.Client(client => client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", p.Text));

    private static string ApiKey(this Planting p) => p.Client(client => client.DefaultRequestHeaders.Add("X-Api-Key", p.Text));
}
