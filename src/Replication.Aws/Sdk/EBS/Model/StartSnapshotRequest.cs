using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>Starts a snapshot that takes blocks.</summary>
public class StartSnapshotRequest : AmazonEBSRequest
{
    /// <summary>Makes the request idempotent; made up when absent.</summary>
    public string? ClientToken { get; set; }

    public string? Description { get; set; }

    /// <summary>Not allowed together with a parent.</summary>
    public bool? Encrypted { get; set; }

    public string? KmsKeyArn { get; set; }

    public string? ParentSnapshotId { get; set; }

    public List<Tag>? Tags { get; set; }

    /// <summary>Minutes without a put after which the service cancels the snapshot: 10 to 4,320; 60 when absent.</summary>
    public int? Timeout { get; set; }

    /// <summary>GiB.</summary>
    public long? VolumeSize { get; set; }
}
