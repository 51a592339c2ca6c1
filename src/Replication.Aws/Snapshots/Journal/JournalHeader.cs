using System.Text.Json.Serialization;
using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Journal;

/// <summary>The small half of a journal: what was asked for, and how far it came. Written whole and renamed into place.</summary>
internal sealed record JournalHeader
{
    public const string CurrentFormat = "replication-ebs-journal-1";

    public string Format { get; init; } = CurrentFormat;

    /// <summary>Names the journal's files, and is the client token sent to EBS: a start that was interrupted repeats with it.</summary>
    public required string Nonce { get; init; }

    /// <summary>Set where blocks are written to an attached volume.</summary>
    public VolumeNote? Volume { get; init; }

    /// <summary>Set where the disk goes to S3 as an image that VM Import makes a snapshot of.</summary>
    public ImageNote? Image { get; init; }

    /// <summary>Null until the service answered the start. The volume's id where there is one, one of ours for an image.</summary>
    public string? SnapshotId { get; init; }

    /// <summary>The caller's, not the one sent to EBS.</summary>
    public string? ClientToken { get; init; }

    /// <summary>Bytes.</summary>
    public required long Length { get; init; }

    public string? ParentId { get; init; }

    /// <summary>Bytes of the parent's disk, and its root hash where it had one: the parent may be deleted meanwhile.</summary>
    public long ParentLength { get; init; }

    public string? ParentRootHash { get; init; }

    public required string Description { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>UTC, by the service's clock once it answered.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>Whether a block that is never put must be sent as zeros.</summary>
    public bool ExplicitZeros { get; init; }

    /// <summary>Blocks below this one hold explicit content by way of the parent.</summary>
    public long InheritedBlocks { get; init; }

    /// <summary>The completion was sent; an error after that may be the error of a repetition.</summary>
    public bool Completing { get; init; }

    /// <summary>Whether the blocks go through the EBS direct APIs.</summary>
    [JsonIgnore]
    public bool IsDirect => Volume is null && Image is null;

    [JsonIgnore]
    public BlockDigest? ParentRoot => ParentRootHash is null ? null : BlockDigest.Parse(ParentRootHash);
}
