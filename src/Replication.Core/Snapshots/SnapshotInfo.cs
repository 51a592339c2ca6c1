using Replication.Core.Transfer;

namespace Replication.Core.Snapshots;

public enum SnapshotState
{
    /// <summary>Started; takes blocks, cannot be read.</summary>
    Pending,

    /// <summary>Complete and immutable.</summary>
    Completed,

    /// <summary>Failed; can only be deleted.</summary>
    Error,
}

/// <summary>What a store says about one snapshot.</summary>
/// <param name="Id">"snap-" and 17 hex digits, as EC2 forms them.</param>
/// <param name="ParentId">The snapshot it was started from. Says where the content began, not that it still exists.</param>
/// <param name="State">Life cycle.</param>
/// <param name="Length">Exact disk length in bytes.</param>
/// <param name="StartTime">UTC.</param>
/// <param name="Description">Free text of whoever started it.</param>
/// <param name="Tags">Key-value pairs, at most 50.</param>
/// <param name="Root">Root hash (see <see cref="RootDigest"/>); null while pending or where the store keeps none.</param>
/// <param name="ChangedBlocks">Blocks put into this snapshot; those of a parent are not counted.</param>
public sealed record SnapshotInfo(
    string Id,
    string? ParentId,
    SnapshotState State,
    long Length,
    DateTimeOffset StartTime,
    string Description,
    IReadOnlyDictionary<string, string> Tags,
    BlockDigest? Root,
    long ChangedBlocks);

public sealed record StartSnapshotRequest
{
    /// <summary>Exact disk length in bytes; at least the parent's (a disk may grow, it never shrinks in place).</summary>
    public required long Length { get; init; }

    public string? ParentId { get; init; }

    /// <summary>Same token and same request: the same snapshot again. Same token, other request: ConflictException.</summary>
    public string? ClientToken { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>For stores that have a choice how content arrives; not part of what a repeated start is compared by.</summary>
    public DiskPurpose? Purpose { get; init; }
}

public sealed record CompleteSnapshotRequest
{
    /// <summary>Number of distinct blocks put; completion is refused when the store counted otherwise.</summary>
    public required long ChangedBlocks { get; init; }

    /// <summary>LINEAR aggregate over the blocks put (see <see cref="LinearChecksum"/>), checked when given.</summary>
    public BlockDigest? Checksum { get; init; }

    /// <summary>Root hash the writer expects of the whole disk, checked when given: the end-to-end proof.</summary>
    public BlockDigest? ExpectedRoot { get; init; }

    /// <summary>Told the share that is done, 0 to 1, where a completion takes long.</summary>
    public IProgress<double>? Progress { get; init; }
}

/// <summary>A block of a snapshot that holds something other than zeros. Digest is null where the store keeps none.</summary>
public readonly record struct SnapshotBlock(long Index, BlockDigest? Digest);

/// <summary>A block that differs between two snapshots. Absent digest (default) = zeros on that side; null = not known.</summary>
public readonly record struct ChangedBlock(long Index, BlockDigest? First, BlockDigest? Second);
