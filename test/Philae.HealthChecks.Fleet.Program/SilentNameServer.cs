using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Philae.HealthChecks.Fleet.Program;

/// <summary>Takes every question and never answers; a question that is sent again counts once.</summary>
internal sealed class SilentNameServer : IDisposable
{
    private const int Header = 12;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ConcurrentDictionary<(string Name, int Type, int Id), bool> _questions = new();

    public SilentNameServer(IPAddress address)
    {
        _socket.Bind(new IPEndPoint(address, 53));
        new Thread(Listen) { IsBackground = true }.Start(); // not of the pool, which is short of threads here
    }

    /// <summary>How many there were, by the first label of the name.</summary>
    public Dictionary<string, int> Questions => _questions.Keys.GroupBy(static question => question.Name).ToDictionary(static name => name.Key, static name => name.Count());

    public void Dispose() => _socket.Dispose();

    private void Listen()
    {
        byte[] question = new byte[512];
        try
        {
            for (; ; )
            {
                int length = _socket.Receive(question);
                string name = Encoding.ASCII.GetString(question, Header + 1, question[Header]);
                int end = Array.IndexOf(question, (byte)0, Header, length - Header);
                _questions[(name, question[end + 2], (question[0] << 8) | question[1])] = true;
            }
        }
        catch (SocketException)
        {
            // The end.
        }
    }
}
