using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>Writes one block of a pending snapshot.</summary>
public class PutSnapshotBlockRequest : AmazonEBSRequest
{
    /// <summary>Exactly one block, seekable so that a retry can send it again.</summary>
    public Stream? BlockData { get; set; }

    public int? BlockIndex { get; set; }

    /// <summary>SHA-256 of the block in base64. The signature does not cover the data, so this does.</summary>
    public string? Checksum { get; set; }

    public ChecksumAlgorithm? ChecksumAlgorithm { get; set; }

    /// <summary>Bytes; 524,288.</summary>
    public int? DataLength { get; set; }

    /// <summary>Percent.</summary>
    public int? Progress { get; set; }

    public string? SnapshotId { get; set; }
}
