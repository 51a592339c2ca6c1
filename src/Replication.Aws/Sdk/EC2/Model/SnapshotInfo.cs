namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SnapshotInfo.html">SnapshotInfo</see> of the EC2 API.</summary>
public class SnapshotInfo
{
    public string? Description { get; set; }

    public List<Tag>? Tags { get; set; }

    public bool? Encrypted { get; set; }

    public string? VolumeId { get; set; }

    public SnapshotState? State { get; set; }

    public int? VolumeSize { get; set; }

    public DateTime? StartTime { get; set; }

    public string? Progress { get; set; }

    public string? OwnerId { get; set; }

    public string? SnapshotId { get; set; }

    public string? OutpostArn { get; set; }

    public SSEType? SseType { get; set; }

    public string? AvailabilityZone { get; set; }

    internal static SnapshotInfo Read(ResponseElement xml) => new()
    {
        Description = xml.Text("description"),
        Tags = xml.List("tagSet", Tag.Read),
        Encrypted = xml.Boolean("encrypted"),
        VolumeId = xml.Text("volumeId"),
        State = xml.Constant("state", SnapshotState.FindValue),
        VolumeSize = xml.Integer("volumeSize"),
        StartTime = xml.Time("startTime"),
        Progress = xml.Text("progress"),
        OwnerId = xml.Text("ownerId"),
        SnapshotId = xml.Text("snapshotId"),
        OutpostArn = xml.Text("outpostArn"),
        SseType = xml.Constant("sseType", SSEType.FindValue),
        AvailabilityZone = xml.Text("availabilityZone"),
    };
}
