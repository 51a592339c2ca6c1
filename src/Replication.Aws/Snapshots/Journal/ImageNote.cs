using Replication.Core.Disks;

namespace Replication.Aws.Snapshots.Journal;

/// <summary>The part of a journal's header that says that the pending snapshot is a disk image on its way through S3 and VM Import.</summary>
internal sealed record ImageNote
{
    public required string Bucket { get; init; }

    public required string Key { get; init; }

    public required DiskFormat Format { get; init; }

    /// <summary>Bytes of every part but the last; null until the upload begins.</summary>
    public int? PartSize { get; init; }

    public string? UploadId { get; init; }

    /// <summary>Number of parts of the whole image; null until all of them are there.</summary>
    public int? Parts { get; init; }

    /// <summary>How many tasks were begun and failed: each has a client token of its own.</summary>
    public int FailedTasks { get; init; }

    public string? TaskId { get; init; }

    /// <summary>What the task has made.</summary>
    public string? ImportedSnapshotId { get; init; }
}
