using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html">CreateVolume</see>.</summary>
public class CreateVolumeResponse : AmazonWebServiceResponse
{
    public Volume? Volume { get; set; }

    internal static CreateVolumeResponse Read(ResponseElement xml) => new() { Volume = Volume.Read(xml) };
}
