using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html">StartInstances</see>.</summary>
public class StartInstancesResponse : AmazonWebServiceResponse
{
    public List<InstanceStateChange>? StartingInstances { get; set; }

    internal static StartInstancesResponse Read(ResponseElement xml) => new()
    {
        StartingInstances = xml.List("instancesSet", InstanceStateChange.Read),
    };
}
