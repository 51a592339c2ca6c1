using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImportSnapshotTasks.html">DescribeImportSnapshotTasks</see>.</summary>
public interface IDescribeImportSnapshotTasksPaginator
{
    IPaginatedEnumerable<DescribeImportSnapshotTasksResponse> Responses { get; }

    IPaginatedEnumerable<ImportSnapshotTask> ImportSnapshotTasks { get; }
}
