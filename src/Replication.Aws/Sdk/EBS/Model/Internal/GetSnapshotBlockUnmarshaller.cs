using System.Globalization;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EBS.Model.Internal;

/// <summary>The body stays on the connection: half a megabyte per block is not copied to be parsed.</summary>
internal sealed class GetSnapshotBlockUnmarshaller : EbsUnmarshaller<GetSnapshotBlockResponse>
{
    public static readonly GetSnapshotBlockUnmarshaller Instance = new();

    public override bool HasStreamingProperty => true;

    protected override GetSnapshotBlockResponse Read(JsonUnmarshallerContext context) => new()
    {
        BlockData = context.Stream,
        Checksum = Header(context, EbsHeaders.Checksum),
        ChecksumAlgorithm = Header(context, EbsHeaders.ChecksumAlgorithm) is { } algorithm ? ChecksumAlgorithm.FindValue(algorithm) : null,
        DataLength = Header(context, EbsHeaders.DataLength) is { } length ? int.Parse(length, CultureInfo.InvariantCulture) : null,
    };
}
