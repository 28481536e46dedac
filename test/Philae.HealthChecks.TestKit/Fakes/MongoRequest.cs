using System.Buffers.Binary;
using System.Text;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>A command as it came over MongoDB's wire: OP_MSG, or OP_QUERY in which a driver says hello to a server that it does not know yet.</summary>
public sealed record MongoRequest(int Id, bool Legacy, bool ExhaustAllowed, string Database, BsonDocument Command)
{
    private const int OpQuery = 2004;
    private const int OpMsg = 2013;
    private const int HeaderLength = 16;
    private const int MaxLength = 48_000_000;
    private const uint ExhaustAllowedFlag = 1 << 16;

    public string Name => Command.GetElement(0).Name;

    /// <summary>Null when the other side has hung up.</summary>
    public static async Task<MongoRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] header = new byte[HeaderLength];
        if (await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken) < HeaderLength)
        {
            return null;
        }

        // A server without TLS hangs up on the beginning of its handshake, which read as a length is one that it allows.
        bool tls = header is [0x16, 0x03, ..];
        int length = tls ? 0 : BinaryPrimitives.ReadInt32LittleEndian(header);
        int id = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
        int code = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12));
        byte[] body = new byte[length is > HeaderLength and <= MaxLength ? length - HeaderLength : throw new InvalidDataException($"A message of {length} bytes.")];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return code switch
        {
            OpMsg => OfMessage(id, body),
            OpQuery => OfQuery(id, body),
            _ => throw new InvalidDataException($"Opcode {code}."),
        };
    }

    // flags, then the section of kind 0, which is the command; a driver sends no other with what is served here.
    private static MongoRequest OfMessage(int id, byte[] body)
    {
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(body);
        BsonDocument command = body[4] == 0 ? Document(body.AsSpan(5)) : throw new InvalidDataException($"A section of kind {body[4]}.");
        return new(id, false, (flags & ExhaustAllowedFlag) != 0, command["$db"].AsString, command);
    }

    // flags, collection, how many to skip and to return, then the command.
    private static MongoRequest OfQuery(int id, byte[] body)
    {
        int end = Array.IndexOf(body, (byte)0, 4);
        string collection = Encoding.UTF8.GetString(body.AsSpan(4, end - 4));
        BsonDocument query = Document(body.AsSpan(end + 9));
        return new(id, true, false, collection.Split('.')[0], query.TryGetValue("$query", out BsonValue wrapped) ? wrapped.AsBsonDocument : query);
    }

    private static BsonDocument Document(ReadOnlySpan<byte> bytes) =>
        BsonSerializer.Deserialize<BsonDocument>(bytes[..BinaryPrimitives.ReadInt32LittleEndian(bytes)].ToArray());
}
