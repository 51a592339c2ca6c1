namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html">CopySnapshot</see>.</summary>
public class CopySnapshotRequest : AmazonEC2Request
{
    public string? Description { get; set; }

    public string? DestinationOutpostArn { get; set; }

    public string? DestinationRegion { get; set; }

    public bool? Encrypted { get; set; }

    public string? KmsKeyId { get; set; }

    public string? PresignedUrl { get; set; }

    public string? SourceRegion { get; set; }

    public string? SourceSnapshotId { get; set; }

    public List<TagSpecification>? TagSpecifications { get; set; }

    public int? CompletionDurationMinutes { get; set; }

    public string? DestinationAvailabilityZone { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "CopySnapshot";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("Description", Description);
        writer.Add("DestinationOutpostArn", DestinationOutpostArn);
        writer.Add("DestinationRegion", DestinationRegion);
        writer.Add("Encrypted", Encrypted);
        writer.Add("KmsKeyId", KmsKeyId);
        writer.Add("PresignedUrl", PresignedUrl);
        writer.Add("SourceRegion", SourceRegion);
        writer.Add("SourceSnapshotId", SourceSnapshotId);
        writer.Add("TagSpecification", TagSpecifications);
        writer.Add("CompletionDurationMinutes", CompletionDurationMinutes);
        writer.Add("DestinationAvailabilityZone", DestinationAvailabilityZone);
        writer.Add("DryRun", DryRun);
    }
}
