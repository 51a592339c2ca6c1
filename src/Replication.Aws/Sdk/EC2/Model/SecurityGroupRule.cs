namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html">SecurityGroupRule</see> of the EC2 API.</summary>
public class SecurityGroupRule
{
    public string? SecurityGroupRuleId { get; set; }

    public string? GroupId { get; set; }

    public string? GroupOwnerId { get; set; }

    public bool? IsEgress { get; set; }

    public string? IpProtocol { get; set; }

    public int? FromPort { get; set; }

    public int? ToPort { get; set; }

    public string? CidrIpv4 { get; set; }

    public string? CidrIpv6 { get; set; }

    public string? PrefixListId { get; set; }

    public ReferencedSecurityGroup? ReferencedGroupInfo { get; set; }

    public string? Description { get; set; }

    public List<Tag>? Tags { get; set; }

    public string? SecurityGroupRuleArn { get; set; }

    internal static SecurityGroupRule Read(ResponseElement xml) => new()
    {
        SecurityGroupRuleId = xml.Text("securityGroupRuleId"),
        GroupId = xml.Text("groupId"),
        GroupOwnerId = xml.Text("groupOwnerId"),
        IsEgress = xml.Boolean("isEgress"),
        IpProtocol = xml.Text("ipProtocol"),
        FromPort = xml.Integer("fromPort"),
        ToPort = xml.Integer("toPort"),
        CidrIpv4 = xml.Text("cidrIpv4"),
        CidrIpv6 = xml.Text("cidrIpv6"),
        PrefixListId = xml.Text("prefixListId"),
        ReferencedGroupInfo = xml.Structure("referencedGroupInfo", ReferencedSecurityGroup.Read),
        Description = xml.Text("description"),
        Tags = xml.List("tagSet", Tag.Read),
        SecurityGroupRuleArn = xml.Text("securityGroupRuleArn"),
    };
}
