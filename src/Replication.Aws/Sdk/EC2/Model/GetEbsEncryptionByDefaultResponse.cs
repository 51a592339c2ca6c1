using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html">GetEbsEncryptionByDefault</see>.</summary>
public class GetEbsEncryptionByDefaultResponse : AmazonWebServiceResponse
{
    public bool? EbsEncryptionByDefault { get; set; }

    public SSEType? SseType { get; set; }

    internal static GetEbsEncryptionByDefaultResponse Read(ResponseElement xml) => new()
    {
        EbsEncryptionByDefault = xml.Boolean("ebsEncryptionByDefault"),
        SseType = xml.Constant("sseType", SSEType.FindValue),
    };
}
