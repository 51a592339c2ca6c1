namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html">DescribeSecurityGroups</see>.</summary>
public class DescribeSecurityGroupsRequest : AmazonEC2Request
{
    public List<string>? GroupIds { get; set; }

    public List<string>? GroupNames { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }

    public bool? DryRun { get; set; }

    public List<Filter>? Filters { get; set; }

    internal override string Action => "DescribeSecurityGroups";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("GroupId", GroupIds);
        writer.Add("GroupName", GroupNames);
        writer.Add("NextToken", NextToken);
        writer.Add("MaxResults", MaxResults);
        writer.Add("DryRun", DryRun);
        writer.Add("Filter", Filters);
    }
}
