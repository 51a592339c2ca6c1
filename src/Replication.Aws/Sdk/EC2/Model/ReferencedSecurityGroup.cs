namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReferencedSecurityGroup.html">ReferencedSecurityGroup</see> of the EC2 API.</summary>
public class ReferencedSecurityGroup
{
    public string? GroupId { get; set; }

    public string? PeeringStatus { get; set; }

    public string? UserId { get; set; }

    public string? VpcId { get; set; }

    public string? VpcPeeringConnectionId { get; set; }

    internal static ReferencedSecurityGroup Read(ResponseElement xml) => new()
    {
        GroupId = xml.Text("groupId"),
        PeeringStatus = xml.Text("peeringStatus"),
        UserId = xml.Text("userId"),
        VpcId = xml.Text("vpcId"),
        VpcPeeringConnectionId = xml.Text("vpcPeeringConnectionId"),
    };
}
