namespace Replication.Hypervisors.Live;

/// <summary>A dirty bitmap as QEMU reports it.</summary>
/// <param name="Name">Unique on its node.</param>
/// <param name="Recording">Whether writes are being marked.</param>
/// <param name="Inconsistent">It was not saved when QEMU ended, so it has gaps; it can only be removed.</param>
/// <param name="Persistent">It is saved with its image when QEMU ends.</param>
/// <param name="Bytes">How much it marks, in whole grains.</param>
internal sealed record DirtyBitmap(string Name, bool Recording, bool Inconsistent, bool Persistent, long Bytes)
{
    /// <summary>Whether it marks every write since it was made.</summary>
    public bool IsComplete => Recording && !Inconsistent;
}
