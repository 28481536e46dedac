using System.Buffers;

namespace Philae.HealthChecks.Tests.Wire;

/// <summary>A buffer of segments of a chosen size; a strict one: what was not asked for may not be written, nor be kept from before.</summary>
internal sealed class SegmentWriter(int extra) : IBufferWriter<byte>
{
    private readonly List<byte> _written = [];
    private byte[] _segment = [];

    public byte[] Written => [.. _written];

    public void Advance(int count)
    {
        count.Should().BeLessThanOrEqualTo(_segment.Length);
        _written.AddRange(_segment.AsSpan(0, count));
        _segment = [];
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        sizeHint.Should().BePositive();
        _segment = new byte[sizeHint + extra];
        Array.Fill(_segment, (byte)'#');
        return _segment;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
