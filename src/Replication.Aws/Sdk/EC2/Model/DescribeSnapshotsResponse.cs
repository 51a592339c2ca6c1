using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html">DescribeSnapshots</see>.</summary>
public class DescribeSnapshotsResponse : AmazonWebServiceResponse
{
    public string? NextToken { get; set; }

    public List<Snapshot>? Snapshots { get; set; }

    internal static DescribeSnapshotsResponse Read(ResponseElement xml) => new()
    {
        NextToken = xml.Text("nextToken"),
        Snapshots = xml.List("snapshotSet", Snapshot.Read),
    };
}
