namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html">DescribeSnapshots</see>.</summary>
public class DescribeSnapshotsRequest : AmazonEC2Request
{
    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    public List<string>? OwnerIds { get; set; }

    public List<string>? RestorableByUserIds { get; set; }

    public List<string>? SnapshotIds { get; set; }

    public bool? DryRun { get; set; }

    public List<Filter>? Filters { get; set; }

    internal override string Action => "DescribeSnapshots";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("MaxResults", MaxResults);
        writer.Add("NextToken", NextToken);
        writer.Add("Owner", OwnerIds);
        writer.Add("RestorableBy", RestorableByUserIds);
        writer.Add("SnapshotId", SnapshotIds);
        writer.Add("DryRun", DryRun);
        writer.Add("Filter", Filters);
    }
}
