namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceAssociation.html">InstanceNetworkInterfaceAssociation</see> of the EC2 API.</summary>
public class InstanceNetworkInterfaceAssociation
{
    public string? CarrierIp { get; set; }

    public string? CustomerOwnedIp { get; set; }

    public string? IpOwnerId { get; set; }

    public string? PublicDnsName { get; set; }

    public string? PublicIp { get; set; }

    internal static InstanceNetworkInterfaceAssociation Read(ResponseElement xml) => new()
    {
        CarrierIp = xml.Text("carrierIp"),
        CustomerOwnedIp = xml.Text("customerOwnedIp"),
        IpOwnerId = xml.Text("ipOwnerId"),
        PublicDnsName = xml.Text("publicDnsName"),
        PublicIp = xml.Text("publicIp"),
    };
}
