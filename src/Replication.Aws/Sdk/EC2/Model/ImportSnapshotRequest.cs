namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportSnapshot.html">ImportSnapshot</see>.</summary>
public class ImportSnapshotRequest : AmazonEC2Request
{
    public ClientData? ClientData { get; set; }

    public string? ClientToken { get; set; }

    public string? Description { get; set; }

    public SnapshotDiskContainer? DiskContainer { get; set; }

    public bool? DryRun { get; set; }

    public bool? Encrypted { get; set; }

    public string? KmsKeyId { get; set; }

    public string? RoleName { get; set; }

    public List<TagSpecification>? TagSpecifications { get; set; }

    internal override string Action => "ImportSnapshot";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("ClientData", ClientData);
        writer.Add("ClientToken", ClientToken);
        writer.Add("Description", Description);
        writer.Add("DiskContainer", DiskContainer);
        writer.Add("DryRun", DryRun);
        writer.Add("Encrypted", Encrypted);
        writer.Add("KmsKeyId", KmsKeyId);
        writer.Add("RoleName", RoleName);
        writer.Add("TagSpecification", TagSpecifications);
    }
}
