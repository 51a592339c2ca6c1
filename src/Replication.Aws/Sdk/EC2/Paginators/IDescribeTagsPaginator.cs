using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html">DescribeTags</see>.</summary>
public interface IDescribeTagsPaginator
{
    IPaginatedEnumerable<DescribeTagsResponse> Responses { get; }

    IPaginatedEnumerable<TagDescription> Tags { get; }
}
