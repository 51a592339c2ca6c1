namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportSnapshotTask.html">ImportSnapshotTask</see> of the EC2 API.</summary>
public class ImportSnapshotTask
{
    public string? Description { get; set; }

    public string? ImportTaskId { get; set; }

    public SnapshotTaskDetail? SnapshotTaskDetail { get; set; }

    public List<Tag>? Tags { get; set; }

    internal static ImportSnapshotTask Read(ResponseElement xml) => new()
    {
        Description = xml.Text("description"),
        ImportTaskId = xml.Text("importTaskId"),
        SnapshotTaskDetail = xml.Structure("snapshotTaskDetail", SnapshotTaskDetail.Read),
        Tags = xml.List("tagSet", Tag.Read),
    };
}
