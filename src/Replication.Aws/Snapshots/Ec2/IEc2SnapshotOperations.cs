namespace Replication.Aws.Snapshots.Ec2;

/// <summary>
/// What a snapshot store needs of EC2, because EBS direct has no verbs for it. Implementations answer errors as the SDK's
/// <see cref="Amazon.Runtime.AmazonServiceException"/> with EC2's code and do not retry: the store retries by error class.
/// </summary>
public interface IEc2SnapshotOperations
{
    /// <summary>DescribeSnapshots of one id; null when EC2 knows no such snapshot (InvalidSnapshot.NotFound).</summary>
    Task<Ec2Snapshot?> FindAsync(string snapshotId, CancellationToken cancellationToken = default);

    /// <summary>
    /// DescribeSnapshots of the account's own snapshots, all pages, in any order: those that have the tag, with the
    /// value when one is given.
    /// </summary>
    IAsyncEnumerable<Ec2Snapshot> ListAsync(string tagKey, string? tagValue = null, CancellationToken cancellationToken = default);

    /// <summary>DeleteSnapshot; InvalidSnapshot.NotFound when there is none, InvalidSnapshot.InUse when an image uses it.</summary>
    Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default);

    /// <summary>CreateTags on one snapshot; an existing key takes the new value.</summary>
    Task CreateTagsAsync(string snapshotId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken = default);
}
