namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html">CreateSnapshot</see>.</summary>
public class CreateSnapshotRequest : AmazonEC2Request
{
    public string? Description { get; set; }

    public string? OutpostArn { get; set; }

    public string? VolumeId { get; set; }

    public List<TagSpecification>? TagSpecifications { get; set; }

    public SnapshotLocationEnum? Location { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "CreateSnapshot";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("Description", Description);
        writer.Add("OutpostArn", OutpostArn);
        writer.Add("VolumeId", VolumeId);
        writer.Add("TagSpecification", TagSpecifications);
        writer.Add("Location", Location);
        writer.Add("DryRun", DryRun);
    }
}
