namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshots.html">CreateSnapshots</see>.</summary>
public class CreateSnapshotsRequest : AmazonEC2Request
{
    public string? Description { get; set; }

    public InstanceSpecification? InstanceSpecification { get; set; }

    public string? OutpostArn { get; set; }

    public List<TagSpecification>? TagSpecifications { get; set; }

    public bool? DryRun { get; set; }

    public CopyTagsFromSource? CopyTagsFromSource { get; set; }

    public SnapshotLocationEnum? Location { get; set; }

    internal override string Action => "CreateSnapshots";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("Description", Description);
        writer.Add("InstanceSpecification", InstanceSpecification);
        writer.Add("OutpostArn", OutpostArn);
        writer.Add("TagSpecification", TagSpecifications);
        writer.Add("DryRun", DryRun);
        writer.Add("CopyTagsFromSource", CopyTagsFromSource);
        writer.Add("Location", Location);
    }
}
