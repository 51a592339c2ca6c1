namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html">DescribeSubnets</see>.</summary>
public class DescribeSubnetsRequest : AmazonEC2Request
{
    public List<Filter>? Filters { get; set; }

    public List<string>? SubnetIds { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "DescribeSubnets";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("Filter", Filters);
        writer.Add("SubnetId", SubnetIds);
        writer.Add("NextToken", NextToken);
        writer.Add("MaxResults", MaxResults);
        writer.Add("DryRun", DryRun);
    }
}
