namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceSpecification.html">InstanceNetworkInterfaceSpecification</see> of the EC2 API.</summary>
public class InstanceNetworkInterfaceSpecification : IQueryStructure
{
    public bool? AssociatePublicIpAddress { get; set; }

    public bool? DeleteOnTermination { get; set; }

    public string? Description { get; set; }

    public int? DeviceIndex { get; set; }

    public List<string>? Groups { get; set; }

    public int? Ipv6AddressCount { get; set; }

    public List<InstanceIpv6Address>? Ipv6Addresses { get; set; }

    public string? NetworkInterfaceId { get; set; }

    public string? PrivateIpAddress { get; set; }

    public List<PrivateIpAddressSpecification>? PrivateIpAddresses { get; set; }

    public int? SecondaryPrivateIpAddressCount { get; set; }

    public string? SubnetId { get; set; }

    public bool? AssociateCarrierIpAddress { get; set; }

    public string? InterfaceType { get; set; }

    public int? NetworkCardIndex { get; set; }

    public int? Ipv4PrefixCount { get; set; }

    public int? Ipv6PrefixCount { get; set; }

    public bool? PrimaryIpv6 { get; set; }

    public int? EnaQueueCount { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("AssociatePublicIpAddress", AssociatePublicIpAddress);
        writer.Add("DeleteOnTermination", DeleteOnTermination);
        writer.Add("Description", Description);
        writer.Add("DeviceIndex", DeviceIndex);
        writer.Add("SecurityGroupId", Groups);
        writer.Add("Ipv6AddressCount", Ipv6AddressCount);
        writer.Add("Ipv6Addresses", Ipv6Addresses);
        writer.Add("NetworkInterfaceId", NetworkInterfaceId);
        writer.Add("PrivateIpAddress", PrivateIpAddress);
        writer.Add("PrivateIpAddresses", PrivateIpAddresses);
        writer.Add("SecondaryPrivateIpAddressCount", SecondaryPrivateIpAddressCount);
        writer.Add("SubnetId", SubnetId);
        writer.Add("AssociateCarrierIpAddress", AssociateCarrierIpAddress);
        writer.Add("InterfaceType", InterfaceType);
        writer.Add("NetworkCardIndex", NetworkCardIndex);
        writer.Add("Ipv4PrefixCount", Ipv4PrefixCount);
        writer.Add("Ipv6PrefixCount", Ipv6PrefixCount);
        writer.Add("PrimaryIpv6", PrimaryIpv6);
        writer.Add("EnaQueueCount", EnaQueueCount);
    }
}
