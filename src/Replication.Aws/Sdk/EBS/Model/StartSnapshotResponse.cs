using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>The snapshot that was started.</summary>
public class StartSnapshotResponse : AmazonWebServiceResponse
{
    /// <summary>Bytes.</summary>
    public int? BlockSize { get; set; }

    public string? Description { get; set; }

    public string? KmsKeyArn { get; set; }

    /// <summary>Account.</summary>
    public string? OwnerId { get; set; }

    public string? ParentSnapshotId { get; set; }

    public string? SnapshotId { get; set; }

    public SSEType? SseType { get; set; }

    /// <summary>UTC.</summary>
    public DateTime? StartTime { get; set; }

    public Status? Status { get; set; }

    public List<Tag>? Tags { get; set; }

    /// <summary>GiB.</summary>
    public long? VolumeSize { get; set; }
}
