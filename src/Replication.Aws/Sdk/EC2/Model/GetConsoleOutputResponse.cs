using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html">GetConsoleOutput</see>.</summary>
public class GetConsoleOutputResponse : AmazonWebServiceResponse
{
    public string? InstanceId { get; set; }

    public DateTime? Timestamp { get; set; }

    public string? Output { get; set; }

    internal static GetConsoleOutputResponse Read(ResponseElement xml) => new()
    {
        InstanceId = xml.Text("instanceId"),
        Timestamp = xml.Time("timestamp"),
        Output = xml.Text("output"),
    };
}
