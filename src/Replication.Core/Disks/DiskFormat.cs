namespace Replication.Core.Disks;

/// <summary>Image formats that can be written.</summary>
public enum DiskFormat
{
    /// <summary>Flat bytes; zeros become holes.</summary>
    Raw,

    /// <summary>VHDX, dynamic (MS-VHDX).</summary>
    Vhdx,

    /// <summary>VMDK, streamOptimized: what VM Import and OVA take.</summary>
    VmdkStreamOptimized,
}
