namespace Replication.Hypervisors.Live;

/// <summary>Ways in which a capture keeps a guest from writing for a moment.</summary>
internal enum GuestHold
{
    /// <summary>Its agent has frozen the file systems.</summary>
    Frozen,

    /// <summary>QEMU has stopped its processors.</summary>
    Paused,
}
