using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html">DescribeInstanceTypes</see>.</summary>
public class DescribeInstanceTypesResponse : AmazonWebServiceResponse
{
    public List<InstanceTypeInfo>? InstanceTypes { get; set; }

    public string? NextToken { get; set; }

    internal static DescribeInstanceTypesResponse Read(ResponseElement xml) => new()
    {
        InstanceTypes = xml.List("instanceTypeSet", InstanceTypeInfo.Read),
        NextToken = xml.Text("nextToken"),
    };
}
