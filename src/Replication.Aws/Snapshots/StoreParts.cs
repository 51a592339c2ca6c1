using Amazon.EBS;
using Replication.Aws.Snapshots.Calls;
using Replication.Aws.Snapshots.Digests;
using Replication.Aws.Snapshots.Ec2;
using Replication.Aws.Snapshots.Journal;

namespace Replication.Aws.Snapshots;

/// <summary>What every part of a store works with.</summary>
internal sealed record StoreParts(
    EbsStoreOptions Options,
    string OwnerId,
    IAmazonEBS Ebs,
    IEc2SnapshotOperations Ec2,
    AwsCalls Calls,
    JournalFolder Journals,
    FingerprintFolder Fingerprints,
    AdaptiveConcurrency Puts,
    AdaptiveConcurrency Gets)
{
    public TimeProvider Time => Calls.Time;
}
