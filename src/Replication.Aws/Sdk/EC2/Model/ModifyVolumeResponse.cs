using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolume.html">ModifyVolume</see>.</summary>
public class ModifyVolumeResponse : AmazonWebServiceResponse
{
    public VolumeModification? VolumeModification { get; set; }

    internal static ModifyVolumeResponse Read(ResponseElement xml) => new()
    {
        VolumeModification = xml.Structure("volumeModification", VolumeModification.Read),
    };
}
