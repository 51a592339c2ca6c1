namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CancelImportTask.html">CancelImportTask</see>.</summary>
public class CancelImportTaskRequest : AmazonEC2Request
{
    public string? CancelReason { get; set; }

    public bool? DryRun { get; set; }

    public string? ImportTaskId { get; set; }

    internal override string Action => "CancelImportTask";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("CancelReason", CancelReason);
        writer.Add("DryRun", DryRun);
        writer.Add("ImportTaskId", ImportTaskId);
    }
}
