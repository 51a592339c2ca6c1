using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RegisterImage.html">RegisterImage</see>.</summary>
public class RegisterImageResponse : AmazonWebServiceResponse
{
    public string? ImageId { get; set; }

    internal static RegisterImageResponse Read(ResponseElement xml) => new()
    {
        ImageId = xml.Text("imageId"),
    };
}
