namespace Replication.Disks.Vmdk;

/// <summary>First word of an extent line (Virtual Disk Format 5.0, "The Extent Descriptions").</summary>
internal enum VmdkExtentAccess
{
    ReadWrite,
    ReadOnly,
    NoAccess,
}
