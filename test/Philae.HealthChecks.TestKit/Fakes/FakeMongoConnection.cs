using System.Net.Security;
using System.Net.Sockets;
using MongoDB.Bson;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>One connection of the fake server: who is on it, and what it answers.</summary>
internal sealed class FakeMongoConnection(FakeMongoServer server, Socket socket, int number)
{
    // The database that has the accounts. A login that names another one fails, as on a real server.
    private const string Accounts = "admin";

    private MongoLogin? _login;

    /// <summary>Serves until the client hangs up or the server ends.</summary>
    public async Task ServeAsync(CancellationToken end)
    {
        try
        {
            await using Stream stream = await StreamAsync(end);
            while (await NextAsync(stream, end) is { } request)
            {
                BsonDocument reply = await (server.Intercept?.Invoke(request) ?? Task.FromResult<BsonDocument?>(null)).WaitAsync(end) ?? Answer(request);
                bool streams = request.ExhaustAllowed && request.Command.Contains("topologyVersion");
                await (streams ? StreamHellosAsync(stream, request, end) : stream.WriteAsync(MongoReply.Message(request, reply, request.Id).Bytes, end).AsTask());
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidDataException
            or System.Security.Authentication.AuthenticationException)
        {
            // The client is gone, or does not speak the protocol, or the server ends.
        }
    }

    private async Task<MongoRequest?> NextAsync(Stream stream, CancellationToken end)
    {
        await server.Running.WaitAsync(end);
        MongoRequest? request = await MongoRequest.ReadAsync(stream, end);
        await server.Running.WaitAsync(end);
        return request;
    }

    private async Task<Stream> StreamAsync(CancellationToken end)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (server.Certificate is not { } certificate)
        {
            return plain;
        }

        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate.Certificate,
                ClientCertificateRequired = server.WantsClientCertificate,
                RemoteCertificateValidationCallback = (_, client, _, _) => !server.WantsClientCertificate || client is not null,
            },
            end);
        return secure;
    }

    private BsonDocument Answer(MongoRequest request)
    {
        switch (request.Name)
        {
            case "hello" or "isMaster" or "ismaster":
                return Hello(request);
            case "saslStart":
                _login = server.Login();
                return request.Database == Accounts ? _login.Start(request.Command) : MongoLogin.Refused();
            case "saslContinue":
                return _login?.Continue(request.Command) ?? MongoLogin.Refused();
            case "ping":
                server.Add(new FakeMongoServer.Ping(number, request.Database, _login?.Succeeded == true));
                return MongoReply.Ok;
            case "endSessions":
                return MongoReply.Ok;
            default:
                return MongoReply.Error(59, "CommandNotFound");
        }
    }

    private BsonDocument Hello(MongoRequest request)
    {
        BsonDocument hello = server.Hello(number, request.Name);
        if (request.Command.TryGetValue("saslSupportedMechs", out BsonValue account) && account.AsString == $"{Accounts}.{server.User}")
        {
            hello.Add("saslSupportedMechs", new BsonArray { MongoLogin.Mechanism });
        }

        if (request.Command.TryGetValue("speculativeAuthenticate", out BsonValue start))
        {
            MongoLogin login = server.Login();
            BsonDocument first = login.Start(start.AsBsonDocument);
            if (first["ok"] == 1.0 && start["db"] == Accounts)
            {
                _login = login;
                hello.Add("speculativeAuthenticate", first);
            }
        }

        return hello;
    }

    // A driver's monitor asks once and is then told of every change; where there is none, that all is as it was.
    private async Task StreamHellosAsync(Stream stream, MongoRequest request, CancellationToken end)
    {
        int responseTo = request.Id;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(end);
        _ = EndAtHangUpAsync(stream, over);
        for (; ; )
        {
            await Task.Delay(TimeSpan.FromMilliseconds(request.Command["maxAwaitTimeMS"].ToInt64()), over.Token);
            await server.Running.WaitAsync(end);
            (byte[] bytes, responseTo) = MongoReply.Message(request, server.Hello(number, request.Name), responseTo, moreToCome: true);
            await stream.WriteAsync(bytes, end);
        }
    }

    // Nothing else is said on such a connection.
    private static async Task EndAtHangUpAsync(Stream stream, CancellationTokenSource over)
    {
        try
        {
            _ = await stream.ReadAsync(new byte[1], over.Token);
        }
        finally
        {
            await over.CancelAsync();
        }
    }
}
