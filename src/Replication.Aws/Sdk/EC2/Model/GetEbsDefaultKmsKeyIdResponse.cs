using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsDefaultKmsKeyId.html">GetEbsDefaultKmsKeyId</see>.</summary>
public class GetEbsDefaultKmsKeyIdResponse : AmazonWebServiceResponse
{
    public string? KmsKeyId { get; set; }

    internal static GetEbsDefaultKmsKeyIdResponse Read(ResponseElement xml) => new()
    {
        KmsKeyId = xml.Text("kmsKeyId"),
    };
}
