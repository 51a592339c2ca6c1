namespace Replication.Core.Rules.Guests;

/// <summary>The drivers that a guest needs for the hardware of an instance.</summary>
public enum GuestDriver
{
    /// <summary>Disks of Xen instances: xen-blkfront, or the PV storage driver of Windows.</summary>
    XenDisk,

    /// <summary>Network of Xen instances: xen-netfront, or the PV network driver of Windows.</summary>
    XenNetwork,

    /// <summary>Disks of Nitro instances.</summary>
    Nvme,

    /// <summary>Network of Nitro instances.</summary>
    Ena,
}
