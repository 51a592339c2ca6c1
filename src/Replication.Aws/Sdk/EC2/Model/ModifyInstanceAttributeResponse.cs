using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html">ModifyInstanceAttribute</see>.</summary>
public class ModifyInstanceAttributeResponse : AmazonWebServiceResponse
{
    internal static ModifyInstanceAttributeResponse Read(ResponseElement xml) => new();
}
