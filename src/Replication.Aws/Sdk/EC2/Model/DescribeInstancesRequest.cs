namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html">DescribeInstances</see>.</summary>
public class DescribeInstancesRequest : AmazonEC2Request
{
    public List<string>? InstanceIds { get; set; }

    public bool? IncludeManagedResources { get; set; }

    public bool? DryRun { get; set; }

    public List<Filter>? Filters { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }

    internal override string Action => "DescribeInstances";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("InstanceId", InstanceIds);
        writer.Add("IncludeManagedResources", IncludeManagedResources);
        writer.Add("DryRun", DryRun);
        writer.Add("Filter", Filters);
        writer.Add("NextToken", NextToken);
        writer.Add("MaxResults", MaxResults);
    }
}
