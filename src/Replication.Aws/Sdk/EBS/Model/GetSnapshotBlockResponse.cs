using Amazon.Runtime;

namespace Amazon.EBS.Model;

/// <summary>One block; the data is read from the connection, so the response must be disposed.</summary>
public sealed class GetSnapshotBlockResponse : AmazonWebServiceResponse, IDisposable
{
    public Stream? BlockData { get; set; }

    /// <summary>SHA-256 of the block in base64.</summary>
    public string? Checksum { get; set; }

    public ChecksumAlgorithm? ChecksumAlgorithm { get; set; }

    /// <summary>Bytes.</summary>
    public int? DataLength { get; set; }

    public void Dispose() => BlockData?.Dispose();
}
