using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html">DeleteSecurityGroup</see>.</summary>
public class DeleteSecurityGroupResponse : AmazonWebServiceResponse
{
    public bool? Return { get; set; }

    public string? GroupId { get; set; }

    internal static DeleteSecurityGroupResponse Read(ResponseElement xml) => new()
    {
        Return = xml.Boolean("return"),
        GroupId = xml.Text("groupId"),
    };
}
