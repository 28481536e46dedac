using System.Buffers;

namespace Philae.HealthChecks.Benchmarks;

/// <summary>A buffer that is there already, so that the writer alone is measured.</summary>
internal sealed class ReusedBuffer : IBufferWriter<byte>
{
    private readonly byte[] _bytes = new byte[1024 * 1024];
    private int _written;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _written);

    public ReusedBuffer Clear()
    {
        _written = 0;
        return this;
    }

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.AsMemory(_written);

    public Span<byte> GetSpan(int sizeHint = 0) => _bytes.AsSpan(_written);
}
