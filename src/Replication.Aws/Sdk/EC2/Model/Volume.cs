namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Volume.html">Volume</see> of the EC2 API.</summary>
public class Volume
{
    public string? AvailabilityZoneId { get; set; }

    public string? OutpostArn { get; set; }

    public string? SourceVolumeId { get; set; }

    public int? Iops { get; set; }

    public List<Tag>? Tags { get; set; }

    public VolumeType? VolumeType { get; set; }

    public bool? FastRestored { get; set; }

    public bool? MultiAttachEnabled { get; set; }

    public int? Throughput { get; set; }

    public SSEType? SseType { get; set; }

    public OperatorResponse? Operator { get; set; }

    public int? VolumeInitializationRate { get; set; }

    public string? VolumeId { get; set; }

    public int? Size { get; set; }

    public string? SnapshotId { get; set; }

    public string? AvailabilityZone { get; set; }

    public VolumeState? State { get; set; }

    public DateTime? CreateTime { get; set; }

    public List<VolumeAttachment>? Attachments { get; set; }

    public bool? Encrypted { get; set; }

    public string? KmsKeyId { get; set; }

    internal static Volume Read(ResponseElement xml) => new()
    {
        AvailabilityZoneId = xml.Text("availabilityZoneId"),
        OutpostArn = xml.Text("outpostArn"),
        SourceVolumeId = xml.Text("sourceVolumeId"),
        Iops = xml.Integer("iops"),
        Tags = xml.List("tagSet", Tag.Read),
        VolumeType = xml.Constant("volumeType", VolumeType.FindValue),
        FastRestored = xml.Boolean("fastRestored"),
        MultiAttachEnabled = xml.Boolean("multiAttachEnabled"),
        Throughput = xml.Integer("throughput"),
        SseType = xml.Constant("sseType", SSEType.FindValue),
        Operator = xml.Structure("operator", OperatorResponse.Read),
        VolumeInitializationRate = xml.Integer("volumeInitializationRate"),
        VolumeId = xml.Text("volumeId"),
        Size = xml.Integer("size"),
        SnapshotId = xml.Text("snapshotId"),
        AvailabilityZone = xml.Text("availabilityZone"),
        State = xml.Constant("status", VolumeState.FindValue),
        CreateTime = xml.Time("createTime"),
        Attachments = xml.List("attachmentSet", VolumeAttachment.Read),
        Encrypted = xml.Boolean("encrypted"),
        KmsKeyId = xml.Text("kmsKeyId"),
    };
}
