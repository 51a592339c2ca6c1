using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html">TerminateInstances</see>.</summary>
public class TerminateInstancesResponse : AmazonWebServiceResponse
{
    public List<InstanceStateChange>? TerminatingInstances { get; set; }

    internal static TerminateInstancesResponse Read(ResponseElement xml) => new()
    {
        TerminatingInstances = xml.List("instancesSet", InstanceStateChange.Read),
    };
}
