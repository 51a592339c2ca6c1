namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVolume.html">DeleteVolume</see>.</summary>
public class DeleteVolumeRequest : AmazonEC2Request
{
    public string? VolumeId { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "DeleteVolume";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("VolumeId", VolumeId);
        writer.Add("DryRun", DryRun);
    }
}
