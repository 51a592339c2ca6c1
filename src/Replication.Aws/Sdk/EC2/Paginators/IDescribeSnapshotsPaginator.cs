using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html">DescribeSnapshots</see>.</summary>
public interface IDescribeSnapshotsPaginator
{
    IPaginatedEnumerable<DescribeSnapshotsResponse> Responses { get; }

    IPaginatedEnumerable<Snapshot> Snapshots { get; }
}
