namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolume.html">ModifyVolume</see>.</summary>
public class ModifyVolumeRequest : AmazonEC2Request
{
    public bool? DryRun { get; set; }

    public string? VolumeId { get; set; }

    public int? Size { get; set; }

    public VolumeType? VolumeType { get; set; }

    public int? Iops { get; set; }

    public int? Throughput { get; set; }

    public bool? MultiAttachEnabled { get; set; }

    internal override string Action => "ModifyVolume";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("DryRun", DryRun);
        writer.Add("VolumeId", VolumeId);
        writer.Add("Size", Size);
        writer.Add("VolumeType", VolumeType);
        writer.Add("Iops", Iops);
        writer.Add("Throughput", Throughput);
        writer.Add("MultiAttachEnabled", MultiAttachEnabled);
    }
}
