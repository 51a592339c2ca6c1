namespace Replication.Disks.Vmdk;

/// <summary>Third word of an extent line, as far as it can be read here.</summary>
internal enum VmdkExtentKind
{
    /// <summary>FLAT, and VMFS, which is the same bytes on an ESX datastore.</summary>
    Flat,
    Sparse,
    Zero,
}
