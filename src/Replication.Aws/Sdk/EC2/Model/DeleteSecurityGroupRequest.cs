namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html">DeleteSecurityGroup</see>.</summary>
public class DeleteSecurityGroupRequest : AmazonEC2Request
{
    public string? GroupId { get; set; }

    public string? GroupName { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "DeleteSecurityGroup";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("GroupId", GroupId);
        writer.Add("GroupName", GroupName);
        writer.Add("DryRun", DryRun);
    }
}
