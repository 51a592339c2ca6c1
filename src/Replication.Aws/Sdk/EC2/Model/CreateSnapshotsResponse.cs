using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshots.html">CreateSnapshots</see>.</summary>
public class CreateSnapshotsResponse : AmazonWebServiceResponse
{
    public List<SnapshotInfo>? Snapshots { get; set; }

    internal static CreateSnapshotsResponse Read(ResponseElement xml) => new()
    {
        Snapshots = xml.List("snapshotSet", SnapshotInfo.Read),
    };
}
