namespace Replication.Core.Rules.Guests;

/// <summary>How a Linux kernel comes by a driver.</summary>
public enum DriverAvailability
{
    Missing,

    /// <summary>A module in the root file system, which is too late for the disk that the root is on.</summary>
    Module,

    /// <summary>A module in the initramfs.</summary>
    Initramfs,

    /// <summary>Compiled into the kernel.</summary>
    BuiltIn,
}
