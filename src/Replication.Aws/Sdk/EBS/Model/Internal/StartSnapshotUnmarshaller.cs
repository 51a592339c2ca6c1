using System.Text.Json;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EBS.Model.Internal;

internal sealed class StartSnapshotUnmarshaller : EbsUnmarshaller<StartSnapshotResponse>
{
    public static readonly StartSnapshotUnmarshaller Instance = new();

    protected override StartSnapshotResponse Read(JsonUnmarshallerContext context)
    {
        using JsonDocument document = Document(context);
        JsonElement json = document.RootElement;
        return new StartSnapshotResponse
        {
            BlockSize = json.Int32("BlockSize"),
            Description = json.Text("Description"),
            KmsKeyArn = json.Text("KmsKeyArn"),
            OwnerId = json.Text("OwnerId"),
            ParentSnapshotId = json.Text("ParentSnapshotId"),
            SnapshotId = json.Text("SnapshotId"),
            SseType = json.Text("SseType") is { } type ? SSEType.FindValue(type) : null,
            StartTime = json.Time("StartTime"),
            Status = json.Text("Status") is { } status ? Status.FindValue(status) : null,
            Tags = json.List("Tags", tag => new Tag { Key = tag.Text("Key"), Value = tag.Text("Value") }),
            VolumeSize = json.Int64("VolumeSize"),
        };
    }
}
