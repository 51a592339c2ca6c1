namespace Replication.Disks.Nbd;

/// <summary>A range that a metadata context describes.</summary>
/// <param name="Offset">First byte, from the start of the export.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Status">Bits whose meaning the context defines (<see cref="NbdContexts"/>).</param>
public readonly record struct NbdExtent(long Offset, long Length, uint Status)
{
    public long End => Offset + Length;
}
