namespace Replication.Disks.Writing;

/// <summary>Takes the parts of a disk that are not zero, from several threads at once and in no particular order.</summary>
internal interface INonZeroSink
{
    void Write(long offset, ReadOnlySpan<byte> data);
}
