namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html">DescribeRegions</see>.</summary>
public class DescribeRegionsRequest : AmazonEC2Request
{
    public List<string>? RegionNames { get; set; }

    public bool? AllRegions { get; set; }

    public bool? DryRun { get; set; }

    public List<Filter>? Filters { get; set; }

    internal override string Action => "DescribeRegions";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("RegionName", RegionNames);
        writer.Add("AllRegions", AllRegions);
        writer.Add("DryRun", DryRun);
        writer.Add("Filter", Filters);
    }
}
