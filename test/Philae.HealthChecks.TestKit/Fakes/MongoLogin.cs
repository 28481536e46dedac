using System.Security.Cryptography;
using System.Text;
using MongoDB.Bson;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>The server's side of one SCRAM-SHA-256 conversation (RFC 5802, RFC 7677), which really verifies the client's proof.</summary>
internal sealed class MongoLogin(string user, string password)
{
    public const string Mechanism = "SCRAM-SHA-256";
    private const int Iterations = 4096;
    private static readonly byte[] Salt = RandomNumberGenerator.GetBytes(28);

    private string _clientFirst = "";
    private string _serverFirst = "";
    private string _nonce = "";
    private bool _skipsEmptyExchange;

    /// <summary>Whether the client has proved that it knows the password.</summary>
    public bool Succeeded { get; private set; }

    public BsonDocument Start(BsonDocument command)
    {
        string[] parts = Text(command).Split(',', 3);
        if (command["mechanism"].AsString != Mechanism || parts.Length < 3 || Attribute(parts[2], 'n') != user)
        {
            return Refused();
        }

        _clientFirst = parts[2];
        _nonce = Attribute(_clientFirst, 'r') + Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        _serverFirst = $"r={_nonce},s={Convert.ToBase64String(Salt)},i={Iterations}";
        _skipsEmptyExchange = command.TryGetValue("options", out BsonValue options) && options.AsBsonDocument.GetValue("skipEmptyExchange", false).ToBoolean();
        return Reply(_serverFirst, done: false);
    }

    public BsonDocument Continue(BsonDocument command)
    {
        if (Succeeded)
        {
            return Reply("", done: true);
        }

        string message = Text(command);
        string withoutProof = message[..Math.Max(0, message.LastIndexOf(",p=", StringComparison.Ordinal))];
        byte[] proof = Convert.FromBase64String(Attribute(message, 'p'));
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(password, Salt, Iterations, HashAlgorithmName.SHA256, 32);
        byte[] storedKey = SHA256.HashData(Keyed(salted, "Client Key"));
        string conversation = $"{_clientFirst},{_serverFirst},{withoutProof}";
        byte[] signature = Keyed(storedKey, conversation);
        byte[] clientKey = [.. proof.Zip(signature, (left, right) => (byte)(left ^ right))];
        if (Attribute(message, 'r') != _nonce || !SHA256.HashData(clientKey).AsSpan().SequenceEqual(storedKey))
        {
            return Refused();
        }

        Succeeded = true;
        return Reply($"v={Convert.ToBase64String(Keyed(Keyed(salted, "Server Key"), conversation))}", _skipsEmptyExchange);
    }

    public static BsonDocument Refused() => MongoReply.Error(18, "AuthenticationFailed", "Authentication failed.");

    private static BsonDocument Reply(string payload, bool done) => new()
    {
        { "conversationId", 1 }, { "done", done }, { "payload", Encoding.UTF8.GetBytes(payload) }, { "ok", 1.0 },
    };

    private static string Text(BsonDocument command) => Encoding.UTF8.GetString(command["payload"].AsByteArray);

    private static string Attribute(string message, char name) =>
        message.Split(',').FirstOrDefault(part => part.StartsWith($"{name}=", StringComparison.Ordinal))?[2..].Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal) ?? "";

    private static byte[] Keyed(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
