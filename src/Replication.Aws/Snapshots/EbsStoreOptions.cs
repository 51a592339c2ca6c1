namespace Replication.Aws.Snapshots;

/// <summary>How a store of EBS snapshots behaves.</summary>
public sealed record EbsStoreOptions
{
    /// <summary>Account that owns the snapshots: 12 digits.</summary>
    public required string AccountId { get; init; }

    public required string Region { get; init; }

    /// <summary>Folder in the workspace for the journals of pending snapshots and the fingerprints; docs/ebs.md has the format.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Encrypts snapshots without parent; a child is encrypted as its parent is.</summary>
    public bool Encrypt { get; init; }

    /// <summary>Key for <see cref="Encrypt"/>; the account's default key when absent.</summary>
    public string? KmsKeyArn { get; init; }

    /// <summary>Puts zeros for every block that is not put otherwise: needed where an encrypted volume will be made from it.</summary>
    public bool ExplicitZeros { get; init; }

    /// <summary>
    /// Calls in flight at most, for puts and for gets. 64 × 512 KiB at 30 ms fill the 1,000 puts/s of an account's default
    /// quota; with the buffers of a transfer they hold 64 MiB.
    /// </summary>
    public int MaximumConcurrency { get; init; } = 64;

    /// <summary>
    /// The service cancels a pending snapshot that took no block for this long, 10 minutes to 3 days. The longest lets a
    /// transfer resume after a weekend; what is abandoned for good goes away by itself.
    /// </summary>
    public TimeSpan PendingTimeout { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long the service may take to seal a snapshot after the last block.</summary>
    public TimeSpan CompletionTimeout { get; init; } = TimeSpan.FromHours(6);

    /// <summary>
    /// After this long an attempt is given up and made anew. Wall time: it is the network that is late, and half a megabyte
    /// takes less on the slowest line worth using.
    /// </summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(100);
}
