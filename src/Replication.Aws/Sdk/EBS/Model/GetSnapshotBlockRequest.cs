using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>Reads one block.</summary>
public class GetSnapshotBlockRequest : AmazonEBSRequest
{
    public int? BlockIndex { get; set; }

    public string? BlockToken { get; set; }

    public string? SnapshotId { get; set; }
}
