using System.Text.Json;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EBS.Model.Internal;

internal sealed class CompleteSnapshotUnmarshaller : EbsUnmarshaller<CompleteSnapshotResponse>
{
    public static readonly CompleteSnapshotUnmarshaller Instance = new();

    protected override CompleteSnapshotResponse Read(JsonUnmarshallerContext context)
    {
        using JsonDocument document = Document(context);
        return new CompleteSnapshotResponse { Status = document.RootElement.Text("Status") is { } status ? Status.FindValue(status) : null };
    }
}
