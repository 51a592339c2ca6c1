using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html">DescribeRegions</see>.</summary>
public class DescribeRegionsResponse : AmazonWebServiceResponse
{
    public List<Region>? Regions { get; set; }

    internal static DescribeRegionsResponse Read(ResponseElement xml) => new()
    {
        Regions = xml.List("regionInfo", Region.Read),
    };
}
