namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html">DescribeInstanceTypes</see>.</summary>
public class DescribeInstanceTypesRequest : AmazonEC2Request
{
    public bool? DryRun { get; set; }

    public List<string>? InstanceTypes { get; set; }

    public List<Filter>? Filters { get; set; }

    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    public bool? IncludeUnsupportedInRegion { get; set; }

    internal override string Action => "DescribeInstanceTypes";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("DryRun", DryRun);
        writer.Add("InstanceType", InstanceTypes);
        writer.Add("Filter", Filters);
        writer.Add("MaxResults", MaxResults);
        writer.Add("NextToken", NextToken);
        writer.Add("IncludeUnsupportedInRegion", IncludeUnsupportedInRegion);
    }
}
