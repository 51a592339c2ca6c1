using Replication.Core.Disks;

namespace Replication.Disks.Nbd;

/// <summary>Names of metadata contexts and the bits of their descriptors.</summary>
public static class NbdContexts
{
    /// <summary>Which ranges are allocated, and which read as zeros.</summary>
    public const string Allocation = "base:allocation";

    /// <summary>Bit of <see cref="Allocation"/>: nothing is allocated.</summary>
    public const uint Hole = 1;

    /// <summary>Bit of <see cref="Allocation"/>: the range reads as zeros.</summary>
    public const uint Zero = 2;

    /// <summary>Bit of a dirty bitmap: written since the bitmap was made.</summary>
    public const uint Dirty = 1;

    private const string DirtyBitmapPrefix = "qemu:dirty-bitmap:";

    /// <summary>What was written to an overlay since it was made, under qemu's name: what reads its bitmaps reads this.</summary>
    public const string Written = DirtyBitmapPrefix + IOverlayDisk.WrittenBitmap;

    /// <summary>The context of a dirty bitmap that qemu exports.</summary>
    public static string DirtyBitmap(string bitmap) => DirtyBitmapPrefix + bitmap;
}
