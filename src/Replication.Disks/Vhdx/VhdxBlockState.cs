namespace Replication.Disks.Vhdx;

/// <summary>[MS-VHDX] 2.5.1.1 and 2.5.1.2: the low three bits of a BAT entry.</summary>
internal enum VhdxBlockState
{
    NotPresent = 0,

    /// <summary>Content given up; like <see cref="Unmapped"/> it hides the parent and may read as zeros.</summary>
    Undefined = 1,
    Zero = 2,
    Unmapped = 3,

    /// <summary>Also the one state of an allocated sector bitmap block.</summary>
    FullyPresent = 6,
    PartiallyPresent = 7,
}
