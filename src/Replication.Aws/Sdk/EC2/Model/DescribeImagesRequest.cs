namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html">DescribeImages</see>.</summary>
public class DescribeImagesRequest : AmazonEC2Request
{
    public List<string>? ExecutableUsers { get; set; }

    public List<string>? ImageIds { get; set; }

    public List<string>? Owners { get; set; }

    public bool? IncludeDeprecated { get; set; }

    public bool? IncludeDisabled { get; set; }

    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    public bool? DryRun { get; set; }

    public List<Filter>? Filters { get; set; }

    internal override string Action => "DescribeImages";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("ExecutableBy", ExecutableUsers);
        writer.Add("ImageId", ImageIds);
        writer.Add("Owner", Owners);
        writer.Add("IncludeDeprecated", IncludeDeprecated);
        writer.Add("IncludeDisabled", IncludeDisabled);
        writer.Add("MaxResults", MaxResults);
        writer.Add("NextToken", NextToken);
        writer.Add("DryRun", DryRun);
        writer.Add("Filter", Filters);
    }
}
