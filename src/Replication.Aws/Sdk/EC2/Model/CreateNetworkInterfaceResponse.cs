using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Answer of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html">CreateNetworkInterface</see>.</summary>
public class CreateNetworkInterfaceResponse : AmazonWebServiceResponse
{
    public NetworkInterface? NetworkInterface { get; set; }

    public string? ClientToken { get; set; }

    internal static CreateNetworkInterfaceResponse Read(ResponseElement xml) => new()
    {
        NetworkInterface = xml.Structure("networkInterface", NetworkInterface.Read),
        ClientToken = xml.Text("clientToken"),
    };
}
