using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html">DescribeSubnets</see>.</summary>
public class DescribeSubnetsResponse : AmazonWebServiceResponse
{
    public string? NextToken { get; set; }

    public List<Subnet>? Subnets { get; set; }

    internal static DescribeSubnetsResponse Read(ResponseElement xml) => new()
    {
        NextToken = xml.Text("nextToken"),
        Subnets = xml.List("subnetSet", Subnet.Read),
    };
}
