using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachVolume.html">DetachVolume</see>.</summary>
public class DetachVolumeResponse : AmazonWebServiceResponse
{
    public VolumeAttachment? Attachment { get; set; }

    internal static DetachVolumeResponse Read(ResponseElement xml) => new() { Attachment = VolumeAttachment.Read(xml) };
}
