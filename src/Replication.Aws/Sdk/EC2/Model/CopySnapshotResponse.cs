using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html">CopySnapshot</see>.</summary>
public class CopySnapshotResponse : AmazonWebServiceResponse
{
    public List<Tag>? Tags { get; set; }

    public string? SnapshotId { get; set; }

    internal static CopySnapshotResponse Read(ResponseElement xml) => new()
    {
        Tags = xml.List("tagSet", Tag.Read),
        SnapshotId = xml.Text("snapshotId"),
    };
}
