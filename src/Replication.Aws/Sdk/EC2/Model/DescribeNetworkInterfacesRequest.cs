namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html">DescribeNetworkInterfaces</see>.</summary>
public class DescribeNetworkInterfacesRequest : AmazonEC2Request
{
    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }

    public bool? IncludeManagedResources { get; set; }

    public bool? DryRun { get; set; }

    public List<string>? NetworkInterfaceIds { get; set; }

    public List<Filter>? Filters { get; set; }

    internal override string Action => "DescribeNetworkInterfaces";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("NextToken", NextToken);
        writer.Add("MaxResults", MaxResults);
        writer.Add("IncludeManagedResources", IncludeManagedResources);
        writer.Add("DryRun", DryRun);
        writer.Add("NetworkInterfaceId", NetworkInterfaceIds);
        writer.Add("Filter", Filters);
    }
}
