using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html">StopInstances</see>.</summary>
public class StopInstancesResponse : AmazonWebServiceResponse
{
    public List<InstanceStateChange>? StoppingInstances { get; set; }

    internal static StopInstancesResponse Read(ResponseElement xml) => new()
    {
        StoppingInstances = xml.List("instancesSet", InstanceStateChange.Read),
    };
}
