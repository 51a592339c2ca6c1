namespace Replication.Core.Rules.Guests;

public static class DriverAvailabilities
{
    /// <summary>Whether the kernel has the driver before the root file system is there.</summary>
    public static bool ServesRootDisk(this DriverAvailability how) => how is DriverAvailability.Initramfs or DriverAvailability.BuiltIn;
}
