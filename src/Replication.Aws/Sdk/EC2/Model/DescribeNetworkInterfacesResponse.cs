using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html">DescribeNetworkInterfaces</see>.</summary>
public class DescribeNetworkInterfacesResponse : AmazonWebServiceResponse
{
    public List<NetworkInterface>? NetworkInterfaces { get; set; }

    public string? NextToken { get; set; }

    internal static DescribeNetworkInterfacesResponse Read(ResponseElement xml) => new()
    {
        NetworkInterfaces = xml.List("networkInterfaceSet", NetworkInterface.Read),
        NextToken = xml.Text("nextToken"),
    };
}
