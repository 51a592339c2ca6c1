namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterfaceAssociation.html">NetworkInterfaceAssociation</see> of the EC2 API.</summary>
public class NetworkInterfaceAssociation
{
    public string? AllocationId { get; set; }

    public string? AssociationId { get; set; }

    public string? IpOwnerId { get; set; }

    public string? PublicDnsName { get; set; }

    public string? PublicIp { get; set; }

    public string? CustomerOwnedIp { get; set; }

    public string? CarrierIp { get; set; }

    internal static NetworkInterfaceAssociation Read(ResponseElement xml) => new()
    {
        AllocationId = xml.Text("allocationId"),
        AssociationId = xml.Text("associationId"),
        IpOwnerId = xml.Text("ipOwnerId"),
        PublicDnsName = xml.Text("publicDnsName"),
        PublicIp = xml.Text("publicIp"),
        CustomerOwnedIp = xml.Text("customerOwnedIp"),
        CarrierIp = xml.Text("carrierIp"),
    };
}
