using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html">CreateImage</see>.</summary>
public class CreateImageResponse : AmazonWebServiceResponse
{
    public string? ImageId { get; set; }

    internal static CreateImageResponse Read(ResponseElement xml) => new()
    {
        ImageId = xml.Text("imageId"),
    };
}
