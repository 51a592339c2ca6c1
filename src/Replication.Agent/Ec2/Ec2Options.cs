namespace Replication.Agent.Ec2;

/// <summary>How long things take. By default everything is done by the next request.</summary>
public sealed record Ec2Options
{
    /// <summary>pending to running.</summary>
    public TimeSpan InstanceStart { get; init; }

    /// <summary>stopping to stopped.</summary>
    public TimeSpan InstanceStop { get; init; }

    /// <summary>shutting-down to terminated.</summary>
    public TimeSpan InstanceTermination { get; init; }

    /// <summary>creating to available.</summary>
    public TimeSpan VolumeCreation { get; init; }

    /// <summary>attaching to attached, detaching to detached.</summary>
    public TimeSpan Attachment { get; init; }

    /// <summary>Least time from the start of a snapshot to its completion.</summary>
    public TimeSpan SnapshotCompletion { get; init; }

    /// <summary>For how long a new resource cannot be found: EC2 is eventually consistent.</summary>
    public TimeSpan Inconsistency { get; init; }

    /// <summary>Least time from the start of an import task to its completion.</summary>
    public TimeSpan ImportDuration { get; init; }

    /// <summary>Roles that import tasks can take on to read objects. There are no other roles and no policies here.</summary>
    public IReadOnlyList<string> ImportRoles { get; init; } = ["vmimport"];

    /// <summary>Least time between two snapshots of a volume (EC2: 15 s for most types).</summary>
    public TimeSpan SnapshotInterval { get; init; }
}
