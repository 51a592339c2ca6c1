namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImportSnapshotTasks.html">DescribeImportSnapshotTasks</see>.</summary>
public class DescribeImportSnapshotTasksRequest : AmazonEC2Request
{
    public bool? DryRun { get; set; }

    public List<Filter>? Filters { get; set; }

    public List<string>? ImportTaskIds { get; set; }

    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    internal override string Action => "DescribeImportSnapshotTasks";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("DryRun", DryRun);
        writer.Add("Filters", Filters);
        writer.Add("ImportTaskId", ImportTaskIds);
        writer.Add("MaxResults", MaxResults);
        writer.Add("NextToken", NextToken);
    }
}
