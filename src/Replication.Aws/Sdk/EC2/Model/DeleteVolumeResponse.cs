using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVolume.html">DeleteVolume</see>.</summary>
public class DeleteVolumeResponse : AmazonWebServiceResponse
{
    internal static DeleteVolumeResponse Read(ResponseElement xml) => new();
}
