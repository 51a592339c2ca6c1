namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAccountAttributes.html">DescribeAccountAttributes</see>.</summary>
public class DescribeAccountAttributesRequest : AmazonEC2Request
{
    public bool? DryRun { get; set; }

    public List<string>? AttributeNames { get; set; }

    internal override string Action => "DescribeAccountAttributes";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("DryRun", DryRun);
        writer.Add("AttributeName", AttributeNames);
    }
}
