using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html">DescribeSecurityGroups</see>.</summary>
public class DescribeSecurityGroupsResponse : AmazonWebServiceResponse
{
    public string? NextToken { get; set; }

    public List<SecurityGroup>? SecurityGroups { get; set; }

    internal static DescribeSecurityGroupsResponse Read(ResponseElement xml) => new()
    {
        NextToken = xml.Text("nextToken"),
        SecurityGroups = xml.List("securityGroupInfo", SecurityGroup.Read),
    };
}
