namespace Replication.Aws.Snapshots.Journal;

/// <summary>The part of a journal's header that says that the pending snapshot is a volume of HotAdd.</summary>
internal sealed record VolumeNote
{
    /// <summary>Access node by the group's or the site's setting, later as found; null until then where nobody set one.</summary>
    public string? NodeId { get; init; }

    /// <summary>VM that attachments and slots are held for.</summary>
    public required string Holder { get; init; }

    /// <summary>Whether drivers are put into it once its snapshot is taken.</summary>
    public bool Inject { get; init; }

    /// <summary>Whether a machine at the destination is given the volume; otherwise it goes when its snapshot is taken.</summary>
    public bool KeepVolume { get; init; }

    /// <summary>Integrity snapshot, once it is taken: from then on the volume takes no blocks.</summary>
    public string? TakenSnapshotId { get; init; }
}
