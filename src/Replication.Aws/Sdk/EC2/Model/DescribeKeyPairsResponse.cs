using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeKeyPairs.html">DescribeKeyPairs</see>.</summary>
public class DescribeKeyPairsResponse : AmazonWebServiceResponse
{
    public List<KeyPairInfo>? KeyPairs { get; set; }

    internal static DescribeKeyPairsResponse Read(ResponseElement xml) => new()
    {
        KeyPairs = xml.List("keySet", KeyPairInfo.Read),
    };
}
