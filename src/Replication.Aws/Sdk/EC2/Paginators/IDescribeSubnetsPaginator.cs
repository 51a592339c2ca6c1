using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html">DescribeSubnets</see>.</summary>
public interface IDescribeSubnetsPaginator
{
    IPaginatedEnumerable<DescribeSubnetsResponse> Responses { get; }

    IPaginatedEnumerable<Subnet> Subnets { get; }
}
