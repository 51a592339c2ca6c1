namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterfacePrivateIpAddress.html">NetworkInterfacePrivateIpAddress</see> of the EC2 API.</summary>
public class NetworkInterfacePrivateIpAddress
{
    public NetworkInterfaceAssociation? Association { get; set; }

    public bool? Primary { get; set; }

    public string? PrivateDnsName { get; set; }

    public string? PrivateIpAddress { get; set; }

    internal static NetworkInterfacePrivateIpAddress Read(ResponseElement xml) => new()
    {
        Association = xml.Structure("association", NetworkInterfaceAssociation.Read),
        Primary = xml.Boolean("primary"),
        PrivateDnsName = xml.Text("privateDnsName"),
        PrivateIpAddress = xml.Text("privateIpAddress"),
    };
}
