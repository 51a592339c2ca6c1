namespace Replication.Disks.Overlays;

/// <param name="Number">Place of a chunk in the data file, in chunks.</param>
/// <param name="Checksum">What its content must have.</param>
internal readonly record struct OverlaySlot(uint Number, uint Checksum)
{
    /// <summary>Slots of one overlay: 16 TiB of written chunks.</summary>
    public const long Limit = uint.MaxValue;

    public long Offset => (long)Number * OverlayChunk.Size;
}
