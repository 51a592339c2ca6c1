namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html">NetworkInterface</see> of the EC2 API.</summary>
public class NetworkInterface
{
    public NetworkInterfaceAssociation? Association { get; set; }

    public NetworkInterfaceAttachment? Attachment { get; set; }

    public string? AvailabilityZone { get; set; }

    public string? Description { get; set; }

    public List<GroupIdentifier>? Groups { get; set; }

    public NetworkInterfaceType? InterfaceType { get; set; }

    public List<NetworkInterfaceIpv6Address>? Ipv6Addresses { get; set; }

    public string? MacAddress { get; set; }

    public string? NetworkInterfaceId { get; set; }

    public string? OutpostArn { get; set; }

    public string? OwnerId { get; set; }

    public string? PrivateDnsName { get; set; }

    public string? PublicDnsName { get; set; }

    public string? PrivateIpAddress { get; set; }

    public List<NetworkInterfacePrivateIpAddress>? PrivateIpAddresses { get; set; }

    public string? RequesterId { get; set; }

    public bool? RequesterManaged { get; set; }

    public bool? SourceDestCheck { get; set; }

    public NetworkInterfaceStatus? Status { get; set; }

    public string? SubnetId { get; set; }

    public List<Tag>? TagSet { get; set; }

    public string? VpcId { get; set; }

    public bool? DenyAllIgwTraffic { get; set; }

    public bool? Ipv6Native { get; set; }

    public string? Ipv6Address { get; set; }

    public OperatorResponse? Operator { get; set; }

    public List<string>? AssociatedSubnets { get; set; }

    public string? AvailabilityZoneId { get; set; }

    internal static NetworkInterface Read(ResponseElement xml) => new()
    {
        Association = xml.Structure("association", NetworkInterfaceAssociation.Read),
        Attachment = xml.Structure("attachment", NetworkInterfaceAttachment.Read),
        AvailabilityZone = xml.Text("availabilityZone"),
        Description = xml.Text("description"),
        Groups = xml.List("groupSet", GroupIdentifier.Read),
        InterfaceType = xml.Constant("interfaceType", NetworkInterfaceType.FindValue),
        Ipv6Addresses = xml.List("ipv6AddressesSet", NetworkInterfaceIpv6Address.Read),
        MacAddress = xml.Text("macAddress"),
        NetworkInterfaceId = xml.Text("networkInterfaceId"),
        OutpostArn = xml.Text("outpostArn"),
        OwnerId = xml.Text("ownerId"),
        PrivateDnsName = xml.Text("privateDnsName"),
        PublicDnsName = xml.Text("publicDnsName"),
        PrivateIpAddress = xml.Text("privateIpAddress"),
        PrivateIpAddresses = xml.List("privateIpAddressesSet", NetworkInterfacePrivateIpAddress.Read),
        RequesterId = xml.Text("requesterId"),
        RequesterManaged = xml.Boolean("requesterManaged"),
        SourceDestCheck = xml.Boolean("sourceDestCheck"),
        Status = xml.Constant("status", NetworkInterfaceStatus.FindValue),
        SubnetId = xml.Text("subnetId"),
        TagSet = xml.List("tagSet", Tag.Read),
        VpcId = xml.Text("vpcId"),
        DenyAllIgwTraffic = xml.Boolean("denyAllIgwTraffic"),
        Ipv6Native = xml.Boolean("ipv6Native"),
        Ipv6Address = xml.Text("ipv6Address"),
        Operator = xml.Structure("operator", OperatorResponse.Read),
        AssociatedSubnets = xml.List("associatedSubnetSet", ResponseElement.AsText),
        AvailabilityZoneId = xml.Text("availabilityZoneId"),
    };
}
