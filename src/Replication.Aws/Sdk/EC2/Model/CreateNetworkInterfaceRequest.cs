namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Request of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html">CreateNetworkInterface</see>.</summary>
public class CreateNetworkInterfaceRequest : AmazonEC2Request
{
    public int? Ipv4PrefixCount { get; set; }

    public int? Ipv6PrefixCount { get; set; }

    public NetworkInterfaceCreationType? InterfaceType { get; set; }

    public List<TagSpecification>? TagSpecifications { get; set; }

    public string? ClientToken { get; set; }

    public bool? EnablePrimaryIpv6 { get; set; }

    public OperatorRequest? Operator { get; set; }

    public string? SubnetId { get; set; }

    public string? Description { get; set; }

    public string? PrivateIpAddress { get; set; }

    public List<string>? Groups { get; set; }

    public List<PrivateIpAddressSpecification>? PrivateIpAddresses { get; set; }

    public int? SecondaryPrivateIpAddressCount { get; set; }

    public List<InstanceIpv6Address>? Ipv6Addresses { get; set; }

    public int? Ipv6AddressCount { get; set; }

    public bool? DryRun { get; set; }

    internal override string Action => "CreateNetworkInterface";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("Ipv4PrefixCount", Ipv4PrefixCount);
        writer.Add("Ipv6PrefixCount", Ipv6PrefixCount);
        writer.Add("InterfaceType", InterfaceType);
        writer.Add("TagSpecification", TagSpecifications);
        writer.Add("ClientToken", ClientToken ?? Guid.NewGuid().ToString());
        writer.Add("EnablePrimaryIpv6", EnablePrimaryIpv6);
        writer.Add("Operator", Operator);
        writer.Add("SubnetId", SubnetId);
        writer.Add("Description", Description);
        writer.Add("PrivateIpAddress", PrivateIpAddress);
        writer.Add("SecurityGroupId", Groups);
        writer.Add("PrivateIpAddresses", PrivateIpAddresses);
        writer.Add("SecondaryPrivateIpAddressCount", SecondaryPrivateIpAddressCount);
        writer.Add("Ipv6Addresses", Ipv6Addresses);
        writer.Add("Ipv6AddressCount", Ipv6AddressCount);
        writer.Add("DryRun", DryRun);
    }
}
