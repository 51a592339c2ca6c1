namespace Replication.Disks.Writing;

/// <summary>The first bytes of an image, gathered before they go into a stream.</summary>
internal sealed class MemoryImage(int length) : IPositionedWriter
{
    private readonly byte[] _bytes = new byte[length];

    public ReadOnlyMemory<byte> Bytes => _bytes;

    public void Write(long position, ReadOnlySpan<byte> data) => data.CopyTo(_bytes.AsSpan((int)position));
}
