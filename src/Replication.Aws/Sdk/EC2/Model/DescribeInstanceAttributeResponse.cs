using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceAttribute.html">DescribeInstanceAttribute</see>.</summary>
public class DescribeInstanceAttributeResponse : AmazonWebServiceResponse
{
    public InstanceAttribute? InstanceAttribute { get; set; }

    internal static DescribeInstanceAttributeResponse Read(ResponseElement xml) => new() { InstanceAttribute = InstanceAttribute.Read(xml) };
}
