namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSnapshot.html">DeleteSnapshot</see>.</summary>
public class DeleteSnapshotRequest : AmazonEC2Request
{
    public string? SnapshotId { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "DeleteSnapshot";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("SnapshotId", SnapshotId);
        writer.Add("DryRun", DryRun);
    }
}
