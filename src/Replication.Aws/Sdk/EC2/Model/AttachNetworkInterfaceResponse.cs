using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachNetworkInterface.html">AttachNetworkInterface</see>.</summary>
public class AttachNetworkInterfaceResponse : AmazonWebServiceResponse
{
    public string? AttachmentId { get; set; }

    public int? NetworkCardIndex { get; set; }

    internal static AttachNetworkInterfaceResponse Read(ResponseElement xml) => new()
    {
        AttachmentId = xml.Text("attachmentId"),
        NetworkCardIndex = xml.Integer("networkCardIndex"),
    };
}
