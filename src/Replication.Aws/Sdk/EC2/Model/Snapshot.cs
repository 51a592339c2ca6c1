namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html">Snapshot</see> of the EC2 API.</summary>
public class Snapshot
{
    public string? OwnerAlias { get; set; }

    public string? OutpostArn { get; set; }

    public List<Tag>? Tags { get; set; }

    public StorageTier? StorageTier { get; set; }

    public DateTime? RestoreExpiryTime { get; set; }

    public SSEType? SseType { get; set; }

    public string? AvailabilityZone { get; set; }

    public TransferType? TransferType { get; set; }

    public int? CompletionDurationMinutes { get; set; }

    public DateTime? CompletionTime { get; set; }

    public long? FullSnapshotSizeInBytes { get; set; }

    public string? SnapshotId { get; set; }

    public string? VolumeId { get; set; }

    public SnapshotState? State { get; set; }

    public string? StateMessage { get; set; }

    public DateTime? StartTime { get; set; }

    public string? Progress { get; set; }

    public string? OwnerId { get; set; }

    public string? Description { get; set; }

    public int? VolumeSize { get; set; }

    public bool? Encrypted { get; set; }

    public string? KmsKeyId { get; set; }

    public string? DataEncryptionKeyId { get; set; }

    internal static Snapshot Read(ResponseElement xml) => new()
    {
        OwnerAlias = xml.Text("ownerAlias"),
        OutpostArn = xml.Text("outpostArn"),
        Tags = xml.List("tagSet", Tag.Read),
        StorageTier = xml.Constant("storageTier", StorageTier.FindValue),
        RestoreExpiryTime = xml.Time("restoreExpiryTime"),
        SseType = xml.Constant("sseType", SSEType.FindValue),
        AvailabilityZone = xml.Text("availabilityZone"),
        TransferType = xml.Constant("transferType", TransferType.FindValue),
        CompletionDurationMinutes = xml.Integer("completionDurationMinutes"),
        CompletionTime = xml.Time("completionTime"),
        FullSnapshotSizeInBytes = xml.Long("fullSnapshotSizeInBytes"),
        SnapshotId = xml.Text("snapshotId"),
        VolumeId = xml.Text("volumeId"),
        State = xml.Constant("status", SnapshotState.FindValue),
        StateMessage = xml.Text("statusMessage"),
        StartTime = xml.Time("startTime"),
        Progress = xml.Text("progress"),
        OwnerId = xml.Text("ownerId"),
        Description = xml.Text("description"),
        VolumeSize = xml.Integer("volumeSize"),
        Encrypted = xml.Boolean("encrypted"),
        KmsKeyId = xml.Text("kmsKeyId"),
        DataEncryptionKeyId = xml.Text("dataEncryptionKeyId"),
    };
}
