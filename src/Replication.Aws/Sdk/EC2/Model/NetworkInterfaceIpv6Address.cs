namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterfaceIpv6Address.html">NetworkInterfaceIpv6Address</see> of the EC2 API.</summary>
public class NetworkInterfaceIpv6Address
{
    public string? Ipv6Address { get; set; }

    public string? PublicIpv6DnsName { get; set; }

    public bool? IsPrimaryIpv6 { get; set; }

    internal static NetworkInterfaceIpv6Address Read(ResponseElement xml) => new()
    {
        Ipv6Address = xml.Text("ipv6Address"),
        PublicIpv6DnsName = xml.Text("publicIpv6DnsName"),
        IsPrimaryIpv6 = xml.Boolean("isPrimaryIpv6"),
    };
}
