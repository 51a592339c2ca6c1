using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportSnapshot.html">ImportSnapshot</see>.</summary>
public class ImportSnapshotResponse : AmazonWebServiceResponse
{
    public string? Description { get; set; }

    public string? ImportTaskId { get; set; }

    public SnapshotTaskDetail? SnapshotTaskDetail { get; set; }

    public List<Tag>? Tags { get; set; }

    internal static ImportSnapshotResponse Read(ResponseElement xml) => new()
    {
        Description = xml.Text("description"),
        ImportTaskId = xml.Text("importTaskId"),
        SnapshotTaskDetail = xml.Structure("snapshotTaskDetail", SnapshotTaskDetail.Read),
        Tags = xml.List("tagSet", Tag.Read),
    };
}
