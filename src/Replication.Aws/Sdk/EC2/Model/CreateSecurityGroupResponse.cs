using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html">CreateSecurityGroup</see>.</summary>
public class CreateSecurityGroupResponse : AmazonWebServiceResponse
{
    public string? GroupId { get; set; }

    public List<Tag>? Tags { get; set; }

    public string? SecurityGroupArn { get; set; }

    internal static CreateSecurityGroupResponse Read(ResponseElement xml) => new()
    {
        GroupId = xml.Text("groupId"),
        Tags = xml.List("tagSet", Tag.Read),
        SecurityGroupArn = xml.Text("securityGroupArn"),
    };
}
