namespace Replication.Aws.Snapshots;

/// <summary>
/// Tags in which the store keeps what EBS has no field for. They are the authority: whoever has the account has them,
/// with no file of ours. The prefix is reserved; a caller's tags never begin with it and are never mixed with these.
/// </summary>
public static class SnapshotTags
{
    public const string Prefix = "replication:";

    /// <summary>Exact length of the disk in bytes; EBS rounds up to GiB (INV-05). Set at the start; marks the store's snapshots.</summary>
    public const string Length = Prefix + "length";

    /// <summary>Snapshot that this one was started from; DescribeSnapshots does not tell.</summary>
    public const string Parent = Prefix + "parent";

    /// <summary>SHA-256 of the client token in hex, so that a start can be found again.</summary>
    public const string Token = Prefix + "token";

    /// <summary>Workspace that writes it: a pending snapshot without a journal is that workspace's to remove.</summary>
    public const string Owner = Prefix + "owner";

    /// <summary>Root hash in hex. Set before completion, hence every completed snapshot of the store has it.</summary>
    public const string Root = Prefix + "root";

    /// <summary>Number of distinct blocks that the caller put. Set together with the root.</summary>
    public const string ChangedBlocks = Prefix + "changed-blocks";

    /// <summary>"explicit": no block inside the disk is left out, so that an encrypted volume made from it has no garbage.</summary>
    public const string Zeros = Prefix + "zeros";

    public const string ZerosExplicit = "explicit";

    /// <summary>Volume of HotAdd that the snapshot was taken of, also after that is gone.</summary>
    public const string Volume = Prefix + "volume";

    /// <summary>Pending id of Import that the snapshot had; never beside a volume.</summary>
    public const string Import = Prefix + "import";

    /// <summary>Description of whoever started it, on a snapshot whose own is VM Import's.</summary>
    public const string Description = Prefix + "description";

    /// <summary>EC2 allows this many tags on a snapshot, the reserved ones above included.</summary>
    public const int MaximumTags = 50;

    public const int ReservedTags = 8;

    /// <summary>Longest key and value that StartSnapshot takes.</summary>
    public const int MaximumKeyLength = 127;
    public const int MaximumValueLength = 255;

    public static bool IsReserved(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);
}
