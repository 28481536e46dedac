using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>A way in which a server fails, and one of what the report must say then.</summary>
internal sealed record Failure(string Name, Func<Place, Stage> Start, params string[] Reasons)
{
    private static readonly string[] Answered = ["protocol error", "unexpected response", "unavailable", "authentication failed", "tls handshake failed", "Invalid return code: 500 Internal Server Error"];

    // What another service says, with what looks like a credential removed.
    private const string Told = "db is down (";

    /// <summary>One for all, as keys take their time; disposed of after the last test.</summary>
    public static readonly TestCertificate Untrusted = new();

    /// <summary>Of which places it is a failure.</summary>
    public Func<Place, bool> Concerns { get; init; } = static _ => true;

    /// <summary>Whether the server has got something before it fails: the secret, where it is sent as it is.</summary>
    public Func<Place, bool> SeesSecret { get; init; } = static _ => false;

    /// <summary>Whether the server asks for the secret as it is, of whoever would send a proof of it alone.</summary>
    public bool IsGivenSecret { get; init; }

    public static IEnumerable<Failure> All =>
    [
        new("refused", static _ => new Stage("127.0.0.1", FreePort.Next()), "connection refused"),
        new("host not found", static _ => new Stage("nowhere.invalid", 4711), "host not found"),
        new("hangs", static _ =>
        {
            var server = new HangingServer();
            return new Stage("127.0.0.1", server.Port, server) { Limit = TimeSpan.FromMilliseconds(300) };
        }, "timed out", "prober: context deadline exceeded"),
        new("hangs up", HangsUp, Answered) { SeesSecret = static place => !place.ServerSpeaksFirst },
        new("sends it back", static place => Echo(EchoServer.Same, place, isQuoted: true), Answered) { SeesSecret = Always, Concerns = static place => !place.ServerSpeaksFirst },
        new("fails with it", static place => Echo(EchoServer.Failing, place), [.. Answered, Told]) { SeesSecret = Always, Concerns = IsHttp },
        new("succeeds with it", static place => Echo(EchoServer.Succeeding, place), [.. Answered, Told, "Invalid json", "invalid json"])
        {
            SeesSecret = Always,
            Concerns = static place => place is { IsHttp: true, ReadsNoBody: false },
        },
        new("redirects with it", static place => Echo(EchoServer.Redirecting, place), [.. Answered, "connection refused"]) { SeesSecret = Always, Concerns = IsHttp },
        new("garbled with it", static place => Echo(EchoServer.Garbled, place, isQuoted: true), Answered) { SeesSecret = Always, Concerns = IsHttp },
        new("refuses with it, Redis", static place => Echo(EchoServer.Redis, place, isQuoted: true, once: false), Answered) { SeesSecret = Always, Concerns = Of("redis") },
        new("refuses with it, PostgreSQL", static place => Echo(EchoServer.PostgreSql, place, isQuoted: true, once: false), Answered) { SeesSecret = Always, IsGivenSecret = true, Concerns = Of("postgresql") },
        new("no TLS", static place => Echo(EchoServer.Same, place, tls: true), "tls handshake failed") { Concerns = static place => place.HasTls },
        new("untrusted certificate", static place =>
        {
            var server = new EchoServer(EchoServer.Same, place.IsHttp);
            var proxy = new TlsProxy(server.Port, Untrusted);
            return new Stage("127.0.0.1", proxy.Port, proxy, server) { Tls = true, Received = () => server.Received };
        }, "tls handshake failed") { Concerns = static place => place.HasTls },
    ];

    public bool Says(string text, string? vague) => Reasons.Append(vague).OfType<string>().Any(reason =>
        reason == Told ? text.Contains(Told, StringComparison.Ordinal) : text.EndsWith(": " + reason, StringComparison.Ordinal));

    private static bool Always(Place place) => true;

    private static bool IsHttp(Place place) => place.IsHttp;

    private static Func<Place, bool> Of(string probe) => place => place.Kind == probe;

    private static Stage HangsUp(Place place)
    {
        if (!place.ServerSpeaksFirst)
        {
            return Echo(static _ => null, place);
        }

        var server = new RawServer(static (_, _) => Task.CompletedTask);
        return new Stage("127.0.0.1", server.Port, server);
    }

    private static Stage Echo(Func<string, string?> answer, Place place, bool tls = false, bool isQuoted = false, bool once = true)
    {
        var server = new EchoServer(answer, place.IsHttp && !tls, once);
        return new Stage("127.0.0.1", server.Port, server) { Tls = tls, IsQuoted = isQuoted, Received = () => server.Received };
    }
}
