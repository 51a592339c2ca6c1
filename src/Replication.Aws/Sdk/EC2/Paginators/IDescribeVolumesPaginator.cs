using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html">DescribeVolumes</see>.</summary>
public interface IDescribeVolumesPaginator
{
    IPaginatedEnumerable<DescribeVolumesResponse> Responses { get; }

    IPaginatedEnumerable<Volume> Volumes { get; }
}
