namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterface.html">InstanceNetworkInterface</see> of the EC2 API.</summary>
public class InstanceNetworkInterface
{
    public InstanceNetworkInterfaceAssociation? Association { get; set; }

    public InstanceNetworkInterfaceAttachment? Attachment { get; set; }

    public string? Description { get; set; }

    public List<GroupIdentifier>? Groups { get; set; }

    public List<InstanceIpv6Address>? Ipv6Addresses { get; set; }

    public string? MacAddress { get; set; }

    public string? NetworkInterfaceId { get; set; }

    public string? OwnerId { get; set; }

    public string? PrivateDnsName { get; set; }

    public string? PrivateIpAddress { get; set; }

    public List<InstancePrivateIpAddress>? PrivateIpAddresses { get; set; }

    public bool? SourceDestCheck { get; set; }

    public NetworkInterfaceStatus? Status { get; set; }

    public string? SubnetId { get; set; }

    public string? VpcId { get; set; }

    public string? InterfaceType { get; set; }

    public OperatorResponse? Operator { get; set; }

    internal static InstanceNetworkInterface Read(ResponseElement xml) => new()
    {
        Association = xml.Structure("association", InstanceNetworkInterfaceAssociation.Read),
        Attachment = xml.Structure("attachment", InstanceNetworkInterfaceAttachment.Read),
        Description = xml.Text("description"),
        Groups = xml.List("groupSet", GroupIdentifier.Read),
        Ipv6Addresses = xml.List("ipv6AddressesSet", InstanceIpv6Address.Read),
        MacAddress = xml.Text("macAddress"),
        NetworkInterfaceId = xml.Text("networkInterfaceId"),
        OwnerId = xml.Text("ownerId"),
        PrivateDnsName = xml.Text("privateDnsName"),
        PrivateIpAddress = xml.Text("privateIpAddress"),
        PrivateIpAddresses = xml.List("privateIpAddressesSet", InstancePrivateIpAddress.Read),
        SourceDestCheck = xml.Boolean("sourceDestCheck"),
        Status = xml.Constant("status", NetworkInterfaceStatus.FindValue),
        SubnetId = xml.Text("subnetId"),
        VpcId = xml.Text("vpcId"),
        InterfaceType = xml.Text("interfaceType"),
        Operator = xml.Structure("operator", OperatorResponse.Read),
    };
}
