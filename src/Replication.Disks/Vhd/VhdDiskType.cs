namespace Replication.Disks.Vhd;

/// <summary>"Disk Type" of the hard disk footer.</summary>
internal enum VhdDiskType : uint
{
    Fixed = 2,
    Dynamic = 3,
    Differencing = 4,
}
