namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachVolume.html">DetachVolume</see>.</summary>
public class DetachVolumeRequest : AmazonEC2Request
{
    public string? Device { get; set; }

    public bool? Force { get; set; }

    public string? InstanceId { get; set; }

    public string? VolumeId { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "DetachVolume";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("Device", Device);
        writer.Add("Force", Force);
        writer.Add("InstanceId", InstanceId);
        writer.Add("VolumeId", VolumeId);
        writer.Add("DryRun", DryRun);
    }
}
