using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html">DescribeAvailabilityZones</see>.</summary>
public class DescribeAvailabilityZonesResponse : AmazonWebServiceResponse
{
    public List<AvailabilityZone>? AvailabilityZones { get; set; }

    internal static DescribeAvailabilityZonesResponse Read(ResponseElement xml) => new()
    {
        AvailabilityZones = xml.List("availabilityZoneInfo", AvailabilityZone.Read),
    };
}
