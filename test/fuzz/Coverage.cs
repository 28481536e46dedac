using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Philae.HealthChecks.Fuzz;

/// <summary>The branches that an input takes, as SharpFuzz's instrumentation counts them; none where nothing is instrumented.</summary>
internal sealed unsafe class Coverage
{
    private const int Size = 1 << 16;

    private readonly byte* _map = (byte*)NativeMemory.AllocZeroed(Size);
    private readonly byte[] _seen = new byte[Size];

    public Coverage() => Trace.SharedMem = _map;

    /// <summary>The edges that any input has taken.</summary>
    public int Edges { get; private set; }

    public void Clear()
    {
        new Span<byte>(_map, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the input took an edge for the first time, or an order of magnitude more often than any before.</summary>
    public bool IsNew()
    {
        bool isNew = false;
        var map = new ReadOnlySpan<byte>(_map, Size);
        for (int at = map.IndexOfAnyExcept((byte)0), next; at < Size; at += next < 0 ? Size : next + 1)
        {
            if (at < 0)
            {
                break;
            }

            byte count = (byte)(1 << Math.Min(7, (int)Math.Log2(map[at])));
            if ((_seen[at] & count) == 0)
            {
                Edges += _seen[at] == 0 ? 1 : 0;
                _seen[at] |= count;
                isNew = true;
            }

            next = map[(at + 1)..].IndexOfAnyExcept((byte)0);
        }

        return isNew;
    }
}
