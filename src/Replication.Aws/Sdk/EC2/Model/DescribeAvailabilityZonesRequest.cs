namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html">DescribeAvailabilityZones</see>.</summary>
public class DescribeAvailabilityZonesRequest : AmazonEC2Request
{
    public List<string>? ZoneNames { get; set; }

    public List<string>? ZoneIds { get; set; }

    public bool? AllAvailabilityZones { get; set; }

    public bool? DryRun { get; set; }

    public List<Filter>? Filters { get; set; }

    internal override string Action => "DescribeAvailabilityZones";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("ZoneName", ZoneNames);
        writer.Add("ZoneId", ZoneIds);
        writer.Add("AllAvailabilityZones", AllAvailabilityZones);
        writer.Add("DryRun", DryRun);
        writer.Add("Filter", Filters);
    }
}
