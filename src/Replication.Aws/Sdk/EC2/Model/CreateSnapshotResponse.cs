using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html">CreateSnapshot</see>.</summary>
public class CreateSnapshotResponse : AmazonWebServiceResponse
{
    public Snapshot? Snapshot { get; set; }

    internal static CreateSnapshotResponse Read(ResponseElement xml) => new() { Snapshot = Snapshot.Read(xml) };
}
