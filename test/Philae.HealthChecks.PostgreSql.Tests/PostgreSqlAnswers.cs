using System.Buffers.Binary;
using System.Text;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.PostgreSql.Tests;

/// <summary>What a server says that answers every connection alike.</summary>
internal static class PostgreSqlAnswers
{
    /// <summary>What PostgreSQL writes when it refuses: its ErrorResponse.</summary>
    public static byte[] Refusal(string state)
    {
        byte[] fields = Encoding.UTF8.GetBytes($"SFATAL\0VFATAL\0C{state}\0Mrefused by the test\0\0");
        byte[] message = [(byte)'E', 0, 0, 0, 0, .. fields];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), message.Length - 1);
        return message;
    }

    public static string Url(this AnsweringServer server, string query) => $"postgres://app@127.0.0.1:{server.Port}/db?{query}";
}
