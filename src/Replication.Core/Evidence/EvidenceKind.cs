namespace Replication.Core.Evidence;

/// <summary>What an entry proves.</summary>
public enum EvidenceKind
{
    /// <summary>Written by a newer version.</summary>
    Unknown,

    /// <summary>A key signs from here on; the entry has its public part.</summary>
    KeyIntroduced,

    /// <summary>A point was captured at its source time and had arrived, every block checked, at its accepted time.</summary>
    Accepted,

    /// <summary>Every block of a point was read again and its root hashes compared.</summary>
    ReadBack,

    /// <summary>A machine made of a point was started and watched.</summary>
    BootChecked,

    /// <summary>A test failover made a machine of a point.</summary>
    TestStarted,
    TestStopped,

    /// <summary>The workload went over to a machine made of a point.</summary>
    FailedOver,
    FailoverUndone,

    /// <summary>The disks at home were made equal to a point.</summary>
    FailedBack,

    /// <summary>A point was given up.</summary>
    Deleted,

    /// <summary>The oldest entries were given up; see <see cref="EvidenceCheckpoint"/>.</summary>
    Checkpoint,
}
