using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>One page; it may be empty although another follows.</summary>
public class ListChangedBlocksResponse : AmazonWebServiceResponse
{
    /// <summary>Bytes.</summary>
    public int? BlockSize { get; set; }

    public List<ChangedBlock>? ChangedBlocks { get; set; }

    /// <summary>When the tokens of this page expire, UTC.</summary>
    public DateTime? ExpiryTime { get; set; }

    public string? NextToken { get; set; }

    /// <summary>GiB.</summary>
    public long? VolumeSize { get; set; }
}
