namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroup.html">SecurityGroup</see> of the EC2 API.</summary>
public class SecurityGroup
{
    public string? GroupId { get; set; }

    public List<IpPermission>? IpPermissionsEgress { get; set; }

    public List<Tag>? Tags { get; set; }

    public string? VpcId { get; set; }

    public string? SecurityGroupArn { get; set; }

    public string? OwnerId { get; set; }

    public string? GroupName { get; set; }

    public string? Description { get; set; }

    public List<IpPermission>? IpPermissions { get; set; }

    internal static SecurityGroup Read(ResponseElement xml) => new()
    {
        GroupId = xml.Text("groupId"),
        IpPermissionsEgress = xml.List("ipPermissionsEgress", IpPermission.Read),
        Tags = xml.List("tagSet", Tag.Read),
        VpcId = xml.Text("vpcId"),
        SecurityGroupArn = xml.Text("securityGroupArn"),
        OwnerId = xml.Text("ownerId"),
        GroupName = xml.Text("groupName"),
        Description = xml.Text("groupDescription"),
        IpPermissions = xml.List("ipPermissions", IpPermission.Read),
    };
}
