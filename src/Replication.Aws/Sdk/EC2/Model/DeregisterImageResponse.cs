using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html">DeregisterImage</see>.</summary>
public class DeregisterImageResponse : AmazonWebServiceResponse
{
    public bool? Return { get; set; }

    public List<DeleteSnapshotReturnCode>? DeleteSnapshotResults { get; set; }

    internal static DeregisterImageResponse Read(ResponseElement xml) => new()
    {
        Return = xml.Boolean("return"),
        DeleteSnapshotResults = xml.List("deleteSnapshotResultSet", DeleteSnapshotReturnCode.Read),
    };
}
