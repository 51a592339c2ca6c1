using System.Text.Json;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EBS.Model.Internal;

internal sealed class ListSnapshotBlocksUnmarshaller : EbsUnmarshaller<ListSnapshotBlocksResponse>
{
    public static readonly ListSnapshotBlocksUnmarshaller Instance = new();

    protected override ListSnapshotBlocksResponse Read(JsonUnmarshallerContext context)
    {
        using JsonDocument document = Document(context);
        JsonElement json = document.RootElement;
        return new ListSnapshotBlocksResponse
        {
            Blocks = json.List("Blocks", block => new Block { BlockIndex = block.Int32("BlockIndex"), BlockToken = block.Text("BlockToken") }),
            BlockSize = json.Int32("BlockSize"),
            ExpiryTime = json.Time("ExpiryTime"),
            NextToken = json.Text("NextToken"),
            VolumeSize = json.Int64("VolumeSize"),
        };
    }
}
