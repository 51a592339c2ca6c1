using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>What the service computed over the block that arrived.</summary>
public class PutSnapshotBlockResponse : AmazonWebServiceResponse
{
    public string? Checksum { get; set; }

    public ChecksumAlgorithm? ChecksumAlgorithm { get; set; }
}
