namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html">AuthorizeSecurityGroupIngress</see>.</summary>
public class AuthorizeSecurityGroupIngressRequest : AmazonEC2Request
{
    public string? GroupId { get; set; }

    public string? GroupName { get; set; }

    public List<IpPermission>? IpPermissions { get; set; }

    public List<TagSpecification>? TagSpecifications { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "AuthorizeSecurityGroupIngress";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("GroupId", GroupId);
        writer.Add("GroupName", GroupName);
        writer.Add("IpPermissions", IpPermissions);
        writer.Add("TagSpecification", TagSpecifications);
        writer.Add("DryRun", DryRun);
    }
}
