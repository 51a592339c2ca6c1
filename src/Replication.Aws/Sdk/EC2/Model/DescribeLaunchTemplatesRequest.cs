namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplates.html">DescribeLaunchTemplates</see>.</summary>
public class DescribeLaunchTemplatesRequest : AmazonEC2Request
{
    public bool? DryRun { get; set; }

    public List<string>? LaunchTemplateIds { get; set; }

    public List<string>? LaunchTemplateNames { get; set; }

    public List<Filter>? Filters { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }

    public bool? IncludeManagedResources { get; set; }

    internal override string Action => "DescribeLaunchTemplates";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("DryRun", DryRun);
        writer.Add("LaunchTemplateId", LaunchTemplateIds);
        writer.Add("LaunchTemplateName", LaunchTemplateNames);
        writer.Add("Filter", Filters);
        writer.Add("NextToken", NextToken);
        writer.Add("MaxResults", MaxResults);
        writer.Add("IncludeManagedResources", IncludeManagedResources);
    }
}
