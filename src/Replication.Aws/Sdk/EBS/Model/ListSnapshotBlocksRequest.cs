using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>Lists the blocks of a completed snapshot.</summary>
public class ListSnapshotBlocksRequest : AmazonEBSRequest
{
    /// <summary>100 to 10,000.</summary>
    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    public string? SnapshotId { get; set; }

    public int? StartingBlockIndex { get; set; }
}
