using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImportSnapshotTasks.html">DescribeImportSnapshotTasks</see>.</summary>
public class DescribeImportSnapshotTasksResponse : AmazonWebServiceResponse
{
    public List<ImportSnapshotTask>? ImportSnapshotTasks { get; set; }

    public string? NextToken { get; set; }

    internal static DescribeImportSnapshotTasksResponse Read(ResponseElement xml) => new()
    {
        ImportSnapshotTasks = xml.List("importSnapshotTaskSet", ImportSnapshotTask.Read),
        NextToken = xml.Text("nextToken"),
    };
}
