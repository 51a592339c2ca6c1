namespace Replication.Core.Mounts;

public enum MountState
{
    Unknown,

    /// <summary>Written down, so that its point is kept; what it needs is being made.</summary>
    Preparing,

    /// <summary>To be served whenever a host runs.</summary>
    Mounted,

    /// <summary>Served by nobody while what its disks hold is captured, and again afterwards.</summary>
    Held,

    /// <summary>Served no more; what it kept is being removed.</summary>
    Dismounting,
}
