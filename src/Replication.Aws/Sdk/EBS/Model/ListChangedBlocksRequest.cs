using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>Lists the blocks that differ between two snapshots of one lineage.</summary>
public class ListChangedBlocksRequest : AmazonEBSRequest
{
    public string? FirstSnapshotId { get; set; }

    /// <summary>100 to 10,000.</summary>
    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    public string? SecondSnapshotId { get; set; }

    public int? StartingBlockIndex { get; set; }
}
