using System.Buffers.Binary;
using MongoDB.Bson;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>What a server says to a command, and how it stands on the wire: OP_MSG, or OP_REPLY to an OP_QUERY.</summary>
public static class MongoReply
{
    private const int OpReply = 1;
    private const int OpMsg = 2013;
    private const uint MoreToComeFlag = 1 << 1;
    private static int _lastId;

    public static BsonDocument Ok => new("ok", 1.0);

    public static BsonDocument Error(int code, string name, string text = "s3cr3t text of the server") =>
        new() { { "ok", 0.0 }, { "errmsg", text }, { "code", code }, { "codeName", name } };

    /// <summary>The bytes, and the reply's own number, to which the next one of a stream of replies answers.</summary>
    public static (byte[] Bytes, int Id) Message(MongoRequest request, BsonDocument reply, int responseTo, bool moreToCome = false)
    {
        int id = Interlocked.Increment(ref _lastId);
        byte[] document = reply.ToBson();
        byte[] start = new byte[request.Legacy ? 36 : 21];
        Span<byte> bytes = start;
        BinaryPrimitives.WriteInt32LittleEndian(bytes, start.Length + document.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], id);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], responseTo);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], request.Legacy ? OpReply : OpMsg);
        if (request.Legacy)
        {
            // flags, cursor, start and, last, the number of documents.
            BinaryPrimitives.WriteInt32LittleEndian(bytes[32..], 1);
        }
        else
        {
            // flags and the kind of the section, which is 0.
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[16..], moreToCome ? MoreToComeFlag : 0);
        }

        return ([.. start, .. document], id);
    }
}
