using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>
/// OpenStack's identity service as far as a login goes, versions 3 and 2.0: whoever knows the one password gets a catalogue with an
/// object store, public in <c>R1</c> and internal in <c>R2</c>.
/// </summary>
public sealed class FakeKeystone : IAsyncDisposable
{
    public const string Path3 = "/v3/auth/tokens";
    public const string Path2 = "/v2.0/tokens";

    private readonly ConcurrentQueue<string> _logins = new();
    private readonly string _secret;

    private FakeKeystone(HttpServer server, string secret)
    {
        (Server, _secret) = (server, secret);
        server.On(Path3, context => AnswerAsync(context, Version3, 201, Catalogue3));
        server.On(Path2, context => AnswerAsync(context, Version2, 200, Catalogue2));
    }

    /// <summary>What version 3 answers.</summary>
    public static string Catalogue3 { get; } = """
        {"token":{"methods":["password"],"expires_at":"2030-01-01T00:00:00.000000Z","catalog":[
          {"type":"identity","name":"keystone","endpoints":[
            {"interface":"public","region":"R3","region_id":"R3","url":"http://identity.example/v3"}]},
          {"type":"object-store","name":"swift","endpoints":[
            {"interface":"internal","region":"R1","region_id":"R1","url":"http://internal.example/v1/AUTH_p"},
            {"interface":"public","region":"R1","region_id":"R1","url":"http://swift.example/v1/AUTH_p"},
            {"interface":"internal","region":"R2","region_id":"R2","url":"http://internal.example/v1/AUTH_p"}]}]}}
        """;

    /// <summary>What version 2.0 answers.</summary>
    public static string Catalogue2 { get; } = """
        {"access":{"token":{"id":"t0ken","expires":"2030-01-01T00:00:00Z"},"serviceCatalog":[
          {"type":"identity","name":"keystone","endpoints":[{"region":"R3","publicURL":"http://identity.example/v2.0"}]},
          {"type":"object-store","name":"swift","endpoints":[
            {"region":"R1","publicURL":"http://swift.example/v1/AUTH_p","internalURL":"http://internal.example/v1/AUTH_p"},
            {"region":"R2","internalURL":"http://internal.example/v1/AUTH_p"}]}]}}
        """;

    public HttpServer Server { get; }

    /// <summary>The bodies that came, as they came.</summary>
    public IReadOnlyCollection<string> Logins => _logins;

    public static async Task<FakeKeystone> StartAsync(string secret, TestCertificate? certificate = null) =>
        new(await HttpServer.StartAsync(certificate), secret);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    // The secret of a body; null where that is no login of the version.
    private static string? Version3(JsonElement auth)
    {
        JsonElement identity = auth.GetProperty("identity");
        string method = identity.GetProperty("methods").EnumerateArray().Single().GetString()!;
        JsonElement its = identity.GetProperty(method);
        return method switch
        {
            "password" when auth.GetProperty("scope").GetProperty("project").EnumerateObject().Any() => its.GetProperty("user").GetProperty("password").GetString(),
            "application_credential" when !auth.TryGetProperty("scope", out _) => its.GetProperty("secret").GetString(),
            _ => null,
        };
    }

    private static string? Version2(JsonElement auth) => auth.TryGetProperty("tenantId", out _) || auth.TryGetProperty("tenantName", out _)
        ? auth.GetProperty("passwordCredentials").GetProperty("password").GetString()
        : null;

    private async Task AnswerAsync(HttpContext context, Func<JsonElement, string?> secretOf, int status, string catalogue)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        _logins.Enqueue(body);
        string? given = context.Request.Method == HttpMethods.Post && context.Request.ContentType == "application/json"
            ? secretOf(JsonDocument.Parse(body).RootElement.GetProperty("auth"))
            : null;
        context.Response.StatusCode = given is null ? 400 : given == _secret ? status : 401;
        await context.Response.WriteAsync(context.Response.StatusCode == status ? catalogue : new JsonObject { ["error"] = new JsonObject { ["message"] = body } }.ToJsonString());
    }
}
