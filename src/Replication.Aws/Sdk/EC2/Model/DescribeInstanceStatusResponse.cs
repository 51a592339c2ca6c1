using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html">DescribeInstanceStatus</see>.</summary>
public class DescribeInstanceStatusResponse : AmazonWebServiceResponse
{
    public List<InstanceStatus>? InstanceStatuses { get; set; }

    public string? NextToken { get; set; }

    internal static DescribeInstanceStatusResponse Read(ResponseElement xml) => new()
    {
        InstanceStatuses = xml.List("instanceStatusSet", InstanceStatus.Read),
        NextToken = xml.Text("nextToken"),
    };
}
