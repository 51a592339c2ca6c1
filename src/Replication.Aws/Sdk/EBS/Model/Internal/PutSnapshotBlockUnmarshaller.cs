using Amazon.Runtime.Internal.Transform;

namespace Amazon.EBS.Model.Internal;

internal sealed class PutSnapshotBlockUnmarshaller : EbsUnmarshaller<PutSnapshotBlockResponse>
{
    public static readonly PutSnapshotBlockUnmarshaller Instance = new();

    protected override PutSnapshotBlockResponse Read(JsonUnmarshallerContext context) => new()
    {
        Checksum = Header(context, EbsHeaders.Checksum),
        ChecksumAlgorithm = Header(context, EbsHeaders.ChecksumAlgorithm) is { } algorithm ? ChecksumAlgorithm.FindValue(algorithm) : null,
    };
}
