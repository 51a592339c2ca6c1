namespace Replication.Disks.Writing;

/// <summary>Takes bytes anywhere.</summary>
internal interface IPositionedWriter
{
    void Write(long position, ReadOnlySpan<byte> data);
}
