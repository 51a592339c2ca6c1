using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html">DescribeVpcs</see>.</summary>
public class DescribeVpcsResponse : AmazonWebServiceResponse
{
    public string? NextToken { get; set; }

    public List<Vpc>? Vpcs { get; set; }

    internal static DescribeVpcsResponse Read(ResponseElement xml) => new()
    {
        NextToken = xml.Text("nextToken"),
        Vpcs = xml.List("vpcSet", Vpc.Read),
    };
}
