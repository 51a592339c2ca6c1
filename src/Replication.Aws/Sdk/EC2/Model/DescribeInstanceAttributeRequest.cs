namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceAttribute.html">DescribeInstanceAttribute</see>.</summary>
public class DescribeInstanceAttributeRequest : AmazonEC2Request
{
    public bool? DryRun { get; set; }

    public string? InstanceId { get; set; }

    public InstanceAttributeName? Attribute { get; set; }

    internal override string Action => "DescribeInstanceAttribute";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("DryRun", DryRun);
        writer.Add("InstanceId", InstanceId);
        writer.Add("Attribute", Attribute);
    }
}
