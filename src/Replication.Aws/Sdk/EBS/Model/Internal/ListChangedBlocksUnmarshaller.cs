using System.Text.Json;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EBS.Model.Internal;

internal sealed class ListChangedBlocksUnmarshaller : EbsUnmarshaller<ListChangedBlocksResponse>
{
    public static readonly ListChangedBlocksUnmarshaller Instance = new();

    protected override ListChangedBlocksResponse Read(JsonUnmarshallerContext context)
    {
        using JsonDocument document = Document(context);
        JsonElement json = document.RootElement;
        return new ListChangedBlocksResponse
        {
            BlockSize = json.Int32("BlockSize"),
            ChangedBlocks = json.List("ChangedBlocks", block => new ChangedBlock
            {
                BlockIndex = block.Int32("BlockIndex"),
                FirstBlockToken = block.Text("FirstBlockToken"),
                SecondBlockToken = block.Text("SecondBlockToken"),
            }),
            ExpiryTime = json.Time("ExpiryTime"),
            NextToken = json.Text("NextToken"),
            VolumeSize = json.Int64("VolumeSize"),
        };
    }
}
