namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html">DescribeVpcs</see>.</summary>
public class DescribeVpcsRequest : AmazonEC2Request
{
    public List<Filter>? Filters { get; set; }

    public List<string>? VpcIds { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "DescribeVpcs";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("Filter", Filters);
        writer.Add("VpcId", VpcIds);
        writer.Add("NextToken", NextToken);
        writer.Add("MaxResults", MaxResults);
        writer.Add("DryRun", DryRun);
    }
}
