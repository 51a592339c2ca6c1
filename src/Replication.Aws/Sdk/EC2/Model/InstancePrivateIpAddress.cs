namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstancePrivateIpAddress.html">InstancePrivateIpAddress</see> of the EC2 API.</summary>
public class InstancePrivateIpAddress
{
    public InstanceNetworkInterfaceAssociation? Association { get; set; }

    public bool? Primary { get; set; }

    public string? PrivateDnsName { get; set; }

    public string? PrivateIpAddress { get; set; }

    internal static InstancePrivateIpAddress Read(ResponseElement xml) => new()
    {
        Association = xml.Structure("association", InstanceNetworkInterfaceAssociation.Read),
        Primary = xml.Boolean("primary"),
        PrivateDnsName = xml.Text("privateDnsName"),
        PrivateIpAddress = xml.Text("privateIpAddress"),
    };
}
