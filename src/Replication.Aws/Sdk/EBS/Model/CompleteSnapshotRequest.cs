using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>Seals a snapshot.</summary>
public class CompleteSnapshotRequest : AmazonEBSRequest
{
    /// <summary>Number of distinct blocks that were put.</summary>
    public int? ChangedBlocksCount { get; set; }

    /// <summary>SHA-256 over the digests of the blocks put, in block order, in base64.</summary>
    public string? Checksum { get; set; }

    public ChecksumAggregationMethod? ChecksumAggregationMethod { get; set; }

    public ChecksumAlgorithm? ChecksumAlgorithm { get; set; }

    public string? SnapshotId { get; set; }
}
