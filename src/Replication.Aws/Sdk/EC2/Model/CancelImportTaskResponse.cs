using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CancelImportTask.html">CancelImportTask</see>.</summary>
public class CancelImportTaskResponse : AmazonWebServiceResponse
{
    public string? ImportTaskId { get; set; }

    public string? PreviousState { get; set; }

    public string? State { get; set; }

    internal static CancelImportTaskResponse Read(ResponseElement xml) => new()
    {
        ImportTaskId = xml.Text("importTaskId"),
        PreviousState = xml.Text("previousState"),
        State = xml.Text("state"),
    };
}
