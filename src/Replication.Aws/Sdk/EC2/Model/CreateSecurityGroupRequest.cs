namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html">CreateSecurityGroup</see>.</summary>
public class CreateSecurityGroupRequest : AmazonEC2Request
{
    public string? Description { get; set; }

    public string? GroupName { get; set; }

    public string? VpcId { get; set; }

    public List<TagSpecification>? TagSpecifications { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "CreateSecurityGroup";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("GroupDescription", Description);
        writer.Add("GroupName", GroupName);
        writer.Add("VpcId", VpcId);
        writer.Add("TagSpecification", TagSpecifications);
        writer.Add("DryRun", DryRun);
    }
}
