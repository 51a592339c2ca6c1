namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSnapshotReturnCode.html">DeleteSnapshotReturnCode</see> of the EC2 API.</summary>
public class DeleteSnapshotReturnCode
{
    public string? SnapshotId { get; set; }

    public SnapshotReturnCodes? ReturnCode { get; set; }

    internal static DeleteSnapshotReturnCode Read(ResponseElement xml) => new()
    {
        SnapshotId = xml.Text("snapshotId"),
        ReturnCode = xml.Constant("returnCode", SnapshotReturnCodes.FindValue),
    };
}
