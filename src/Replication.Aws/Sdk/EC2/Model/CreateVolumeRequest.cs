namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html">CreateVolume</see>.</summary>
public class CreateVolumeRequest : AmazonEC2Request
{
    public string? AvailabilityZone { get; set; }

    public string? AvailabilityZoneId { get; set; }

    public bool? Encrypted { get; set; }

    public int? Iops { get; set; }

    public string? KmsKeyId { get; set; }

    public string? OutpostArn { get; set; }

    public int? Size { get; set; }

    public string? SnapshotId { get; set; }

    public VolumeType? VolumeType { get; set; }

    public List<TagSpecification>? TagSpecifications { get; set; }

    public bool? MultiAttachEnabled { get; set; }

    public int? Throughput { get; set; }

    public string? ClientToken { get; set; }

    public int? VolumeInitializationRate { get; set; }

    public OperatorRequest? Operator { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "CreateVolume";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("AvailabilityZone", AvailabilityZone);
        writer.Add("AvailabilityZoneId", AvailabilityZoneId);
        writer.Add("Encrypted", Encrypted);
        writer.Add("Iops", Iops);
        writer.Add("KmsKeyId", KmsKeyId);
        writer.Add("OutpostArn", OutpostArn);
        writer.Add("Size", Size);
        writer.Add("SnapshotId", SnapshotId);
        writer.Add("VolumeType", VolumeType);
        writer.Add("TagSpecification", TagSpecifications);
        writer.Add("MultiAttachEnabled", MultiAttachEnabled);
        writer.Add("Throughput", Throughput);
        writer.Add("ClientToken", ClientToken ?? Guid.NewGuid().ToString());
        writer.Add("VolumeInitializationRate", VolumeInitializationRate);
        writer.Add("Operator", Operator);
        writer.Add("DryRun", DryRun);
    }
}
