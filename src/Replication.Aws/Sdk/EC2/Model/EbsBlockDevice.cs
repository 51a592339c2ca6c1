namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EbsBlockDevice.html">EbsBlockDevice</see> of the EC2 API.</summary>
public class EbsBlockDevice : IQueryStructure
{
    public bool? DeleteOnTermination { get; set; }

    public int? Iops { get; set; }

    public string? SnapshotId { get; set; }

    public int? VolumeSize { get; set; }

    public VolumeType? VolumeType { get; set; }

    public string? KmsKeyId { get; set; }

    public int? Throughput { get; set; }

    public string? OutpostArn { get; set; }

    public string? AvailabilityZone { get; set; }

    public bool? Encrypted { get; set; }

    public int? VolumeInitializationRate { get; set; }

    public string? AvailabilityZoneId { get; set; }

    public int? EbsCardIndex { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("DeleteOnTermination", DeleteOnTermination);
        writer.Add("Iops", Iops);
        writer.Add("SnapshotId", SnapshotId);
        writer.Add("VolumeSize", VolumeSize);
        writer.Add("VolumeType", VolumeType);
        writer.Add("KmsKeyId", KmsKeyId);
        writer.Add("Throughput", Throughput);
        writer.Add("OutpostArn", OutpostArn);
        writer.Add("AvailabilityZone", AvailabilityZone);
        writer.Add("Encrypted", Encrypted);
        writer.Add("VolumeInitializationRate", VolumeInitializationRate);
        writer.Add("AvailabilityZoneId", AvailabilityZoneId);
        writer.Add("EbsCardIndex", EbsCardIndex);
    }

    internal static EbsBlockDevice Read(ResponseElement xml) => new()
    {
        DeleteOnTermination = xml.Boolean("deleteOnTermination"),
        Iops = xml.Integer("iops"),
        SnapshotId = xml.Text("snapshotId"),
        VolumeSize = xml.Integer("volumeSize"),
        VolumeType = xml.Constant("volumeType", VolumeType.FindValue),
        KmsKeyId = xml.Text("kmsKeyId"),
        Throughput = xml.Integer("throughput"),
        OutpostArn = xml.Text("outpostArn"),
        AvailabilityZone = xml.Text("availabilityZone"),
        Encrypted = xml.Boolean("encrypted"),
        VolumeInitializationRate = xml.Integer("VolumeInitializationRate"),
        AvailabilityZoneId = xml.Text("AvailabilityZoneId"),
        EbsCardIndex = xml.Integer("EbsCardIndex"),
    };
}
