using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MongoDB.Bson;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.MongoDb.Tests;

/// <summary>What a server says, or what is no server of MongoDB, and what is published of it.</summary>
public sealed class MongoDbFailureTests : IAsyncDisposable
{
    private const string Uncontacted = "probe check failed: Unable to contact server";
    private const string Unsent = "probe check failed: Unable to send query";
    private readonly FakeMongoServer _server = FakeMongoServer.Started("hc", ProbeConformance.Secret);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(13, "access denied")]
    [InlineData(18, "authentication failed")]
    [InlineData(391, "authentication failed")]
    [InlineData(50, "timed out")]
    [InlineData(89, "timed out")]
    [InlineData(262, "timed out")]
    [InlineData(91, "unavailable")]
    [InlineData(133, "unavailable")]
    [InlineData(189, "unavailable")]
    [InlineData(10107, "unavailable")]
    [InlineData(11600, "unavailable")]
    [InlineData(11602, "unavailable")]
    [InlineData(13435, "unavailable")]
    [InlineData(13436, "unavailable")]
    [InlineData(17, "protocol error")]
    [InlineData(59, "unexpected response")]
    [InlineData(8000, "unexpected response")]
    public async Task Check_ServerRefusesThePing_NamesTheReasonAndNotTheServersText(int code, string reason)
    {
        Answer("ping", MongoReply.Error(code, "Name"));

        HealthReport report = await CheckAsync(_server.Url);

        ProbeHost.Reason(report).Should().Be($"{Unsent}: {reason}");
        ProbeHost.Json(report).Should().NotContain("s3cr3t");
    }

    [Fact]
    public async Task Check_ServerRefusesThePing_KeepsTheConnection()
    {
        Answer("ping", MongoReply.Error(13, "Unauthorized"));
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb(_server.Url));

        for (int i = 0; i < 3; i++)
        {
            ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be($"{Unsent}: access denied");
        }

        await Eventually.TrueAsync(() => _server.Accepted == 3);
    }

    [Theory]
    [InlineData("saslStart", 18, "authentication failed")]
    [InlineData("saslContinue", 18, "authentication failed")]
    [InlineData("saslContinue", 8000, "authentication failed")]
    [InlineData("saslContinue", 11, "authentication failed")]
    [InlineData("saslContinue", 334, "authentication failed")]
    [InlineData("saslContinue", 13, "access denied")]
    [InlineData("saslContinue", 91, "unavailable")]
    [InlineData("hello", 13, "access denied")]
    [InlineData("hello", 91, "unavailable")]
    [InlineData("hello", 59, "unexpected response")]
    public async Task Check_ServerRefusesTheHandshake_NamesTheReason(string command, int code, string reason)
    {
        // Without it a driver begins with saslContinue.
        _server.Introduce = hello => hello.Remove("saslSupportedMechs");
        Answer(command, MongoReply.Error(code, "Name"));

        HealthReport report = await CheckAsync(command == "saslStart" ? $"{_server.Url}?authMechanism=SCRAM-SHA-1" : _server.Url);

        ProbeHost.Reason(report).Should().Be($"{Uncontacted}: {reason}");
        ProbeHost.Json(report).Should().NotContain("s3cr3t");
    }

    [Fact]
    public async Task Check_ServerDoesNotKnowThePasswordEither_IsAFailedAuthentication()
    {
        byte[] signature = Encoding.UTF8.GetBytes($"v={Convert.ToBase64String(new byte[32])}");
        Answer("saslContinue", new() { { "conversationId", 1 }, { "done", true }, { "payload", signature }, { "ok", 1.0 } });

        ProbeHost.Reason(await CheckAsync(_server.Url)).Should().Be($"{Uncontacted}: authentication failed");
    }

    [Fact]
    public async Task Check_HangsUpDuringTheLogin_IsUnavailable()
    {
        _server.Intercept = request =>
        {
            if (request.Name == "saslContinue")
            {
                _server.HangUp();
            }

            return Task.FromResult<BsonDocument?>(null);
        };

        ProbeHost.Reason(await CheckAsync(_server.Url)).Should().Be($"{Uncontacted}: unavailable");
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("220 mail ESMTP ready\r\n")]
    [InlineData("-ERR unknown command\r\n")]
    public async Task Check_OtherProtocol_IsAProtocolError(string words)
    {
        await using var other = new AnsweringServer(Encoding.ASCII.GetBytes(words));

        ProbeHost.Reason(await CheckAsync($"mongodb://hc:pw@127.0.0.1:{other.Port}/")).Should().Be($"{Uncontacted}: protocol error");
    }

    [Theory]
    [InlineData(2013)]
    [InlineData(4711)]
    public async Task Check_ReplyOfNonsense_IsAProtocolError(int opcode)
    {
        await using var other = new RawServer(async (stream, cancellationToken) =>
        {
            byte[] request = new byte[4096];
            await stream.ReadAtLeastAsync(request, 16, throwOnEndOfStream: true, cancellationToken);
            byte[] reply = [.. Enumerable.Repeat((byte)0x7f, 100)];
            BinaryPrimitives.WriteInt32LittleEndian(reply, reply.Length);
            request.AsSpan(4, 4).CopyTo(reply.AsSpan(8));
            BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(12), opcode);
            await stream.WriteAsync(reply, cancellationToken);
            await stream.CopyToAsync(Stream.Null, cancellationToken);
        });

        ProbeHost.Reason(await CheckAsync($"mongodb://hc:pw@127.0.0.1:{other.Port}/")).Should().Be($"{Uncontacted}: protocol error");
    }

    [Fact]
    public async Task Check_HangsUpAtOnce_IsUnavailable()
    {
        await using var other = new AnsweringServer([]);

        ProbeHost.Reason(await CheckAsync($"mongodb://hc:pw@127.0.0.1:{other.Port}/")).Should().Be($"{Uncontacted}: unavailable");
    }

    [Fact]
    public async Task Check_ServerOlderThanTheDriver_IsAProtocolError()
    {
        _server.Introduce = hello => hello["maxWireVersion"] = 6;

        ProbeHost.Reason(await CheckAsync(_server.Url)).Should().Be($"{Uncontacted}: protocol error");
    }

    [Fact]
    public async Task Check_NotOfTheReplicaSet_IsAnUnexpectedResponse() =>
        ProbeHost.Reason(await CheckAsync($"{_server.Url}?replicaSet=rs0")).Should().Be($"{Uncontacted}: unexpected response");

    [Theory]
    [InlineData("", $"{Uncontacted}: unavailable")]
    [InlineData("&readPreference=secondary", null)]
    [InlineData("&readPreference=primaryPreferred", null)]
    [InlineData("&directConnection=true", null)]
    public async Task Check_NoPrimary_IsUnavailableUnlessASecondaryWillDo(string query, string? reason)
    {
        _server.Introduce = hello => hello.Merge(new BsonDocument
        {
            { "setName", "rs0" }, { "setVersion", 1 }, { "isWritablePrimary", false }, { "ismaster", false }, { "secondary", true },
            { "hosts", new BsonArray { $"127.0.0.1:{_server.Port}" } }, { "me", $"127.0.0.1:{_server.Port}" },
        }, overwriteExistingElements: true);

        ProbeHost.Reason(await CheckAsync($"{_server.Url}?replicaSet=rs0&serverSelectionTimeoutMS=300{query}")).Should().Be(reason);
    }

    [Fact]
    public async Task Check_OneOfTwoServersHangs_NamesWhatTheOtherSays()
    {
        await using var hanging = new HangingServer();

        string target = $"mongodb://127.0.0.1:{hanging.Port},127.0.0.1:1/?serverSelectionTimeoutMS=300";

        ProbeHost.Reason(await CheckAsync(target)).Should().Be($"{Uncontacted}: connection refused");
    }

    [Fact]
    public async Task Check_NobodyAnswers_TimesOut()
    {
        await using var hanging = new HangingServer();

        ProbeHost.Reason(await CheckAsync($"mongodb://127.0.0.1:{hanging.Port}/?serverSelectionTimeoutMS=300")).Should().Be($"{Uncontacted}: timed out");
    }

    // OpenSSL's alerts after the handshake of TLS 1.3, in which a server refuses a client's certificate, arrive like this.
    [Fact]
    public void ReasonOf_TlsAlertWhileReading_IsAFailedHandshake() =>
        MongoDbFailure.ReasonOf(new IOException("", new InvalidOperationException("", new CryptographicException())), tls: true)
            .Should().Be(FailureReason.TlsHandshakeFailed);

    private void Answer(string command, BsonDocument reply) => _server.Intercept = request =>
        Task.FromResult(request.Name == command || (command == "hello" && request.Name == "isMaster") ? reply : null);

    private static async Task<HealthReport> CheckAsync(string target)
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb(target));
        return await host.Prober.CheckAsync();
    }
}
