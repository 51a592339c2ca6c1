namespace Replication.Core.Capture;

/// <summary>Whether the guest is asked to bring its disks into a state that applications can start from.</summary>
public enum ApplicationConsistency
{
    /// <summary>The guest is not asked; the point is what a power loss would leave.</summary>
    Off,

    /// <summary>A guest that cannot be asked is captured crash-consistently, with a warning.</summary>
    Preferred,

    /// <summary>A guest that cannot be asked is not captured.</summary>
    Required,
}
