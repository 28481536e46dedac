using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>A server that gives back what it was sent, wherever its protocol has room for it.</summary>
internal sealed partial class EchoServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _received = new();
    private readonly RawServer _server;

    /// <param name="answer">What to answer to what has just arrived, each character a byte; null: nothing, and hang up.</param>
    /// <param name="isHttp">Whether to wait for the end of a request.</param>
    /// <param name="once">Whether to hang up after the first answer.</param>
    public EchoServer(Func<string, string?> answer, bool isHttp, bool once = true) => _server = new RawServer(async (stream, cancellationToken) =>
    {
        while (await ReadAsync(stream, isHttp, cancellationToken) is { Length: > 0 } request)
        {
            _received.Enqueue(request);
            if (answer(request) is not { } text)
            {
                return;
            }

            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);
            if (once)
            {
                await HangUpAsync(stream, cancellationToken);
                return;
            }
        }
    });

    public int Port => _server.Port;

    public string Received => string.Concat(_received);

    public static string? Same(string request) => request;

    /// <summary>In the reason phrase, a header and the body, which every probe that reads JSON finds its way into.</summary>
    public static string Failing(string request) => Http($"500 {Flat(request)}", request);

    public static string Succeeding(string request) => Http("200 OK", request);

    /// <summary>To a port where nobody is, with everything in the query.</summary>
    public static string Redirecting(string request) =>
        $"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{FreePort.Next()}/login?next={Uri.EscapeDataString(Flat(request))}\r\nContent-Length: 0\r\n\r\n";

    /// <summary>As a header of the answer which is none.</summary>
    public static string Garbled(string request) => $"HTTP/1.1 200 OK\r\n{request[..request.IndexOf("\r\n", StringComparison.Ordinal)]}\r\n\r\n";

    /// <summary>As Redis itself, where AUTH has been given another name: it quotes the words of a command that it does not know.</summary>
    public static string Redis(string request) => string.Concat(RedisCommand().Matches(request).Select(static command =>
    {
        string[] words = [.. RedisWord().Matches(command.Value).Select(static word => word.Groups[1].Value)];
        return words[0] == "PING" ? "+PONG\r\n" : $"-ERR unknown command '{words[0]}', with args beginning with: {string.Concat(words[1..].Select(static word => $"'{word}' "))}\r\n";
    }));

    /// <summary>Asks a client of PostgreSQL for its password as it is, and refuses it with it.</summary>
    public static string PostgreSql(string request) => request[0] != 'p' ? "R\0\0\0\b\0\0\0\u0003" : PostgreSqlError($"no such password=\"{request[5..].TrimEnd('\0').Replace("\"", "\"\"", StringComparison.Ordinal)}\"");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Http(string status, string request)
    {
        string text = Flat(request);
        string body = new JsonObject
        {
            ["healthy"] = false,
            ["probes"] = new JsonArray(new JsonObject { ["name"] = "db", ["healthy"] = false, ["comment"] = text, ["error"] = text, ["duration"] = 1 }),
            ["error"] = text,
            ["status"] = new JsonObject { ["indicator"] = text },
            ["version"] = new JsonObject { ["number"] = new JsonObject { ["is"] = text } },
        }.ToJsonString();
        return $"HTTP/1.1 {status}\r\nX-Echo: {text}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
    }

    private static string PostgreSqlError(string text)
    {
        string fields = $"SFATAL\0VFATAL\0C28P01\0M{text}\0D{text}\0\0";
        return $"E\0\0{(char)((fields.Length + 4) >> 8)}{(char)((fields.Length + 4) & 0xff)}{fields}";
    }

    private static string Flat(string request) => request.Replace("\r\n", " ", StringComparison.Ordinal);

    // What the client sends and nobody reads would reset the connection before it has read the answer.
    private static async Task HangUpAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        stream.Socket.Shutdown(SocketShutdown.Send);
        byte[] rest = new byte[4096];
        while (await stream.ReadAsync(rest, cancellationToken) > 0)
        {
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream, bool isHttp, CancellationToken cancellationToken)
    {
        if (!isHttp)
        {
            byte[] buffer = new byte[65536];
            return Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer, cancellationToken));
        }

        string head = await RawServer.ReadRequestAsync(stream, cancellationToken);
        byte[] body = new byte[ContentLength().Match(head) is { Success: true } length ? int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return head + Encoding.Latin1.GetString(body);
    }

    [GeneratedRegex(@"^Content-Length: (\d+)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex ContentLength();

    [GeneratedRegex(@"\*\d+\r\n(?:\$\d+\r\n[^\r]*\r\n)+")]
    private static partial Regex RedisCommand();

    [GeneratedRegex(@"\$\d+\r\n([^\r]*)\r\n")]
    private static partial Regex RedisWord();
}
