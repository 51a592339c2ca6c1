namespace Replication.Disks.Layers;

/// <summary>Which bit of a byte stands for the first sector.</summary>
internal enum BitOrder
{
    /// <summary>Bit 7 first: VHD.</summary>
    HighFirst,

    /// <summary>Bit 0 first: VHDX ([MS-VHDX] 2.4).</summary>
    LowFirst,
}
