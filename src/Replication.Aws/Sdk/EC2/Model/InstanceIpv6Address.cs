namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceIpv6Address.html">InstanceIpv6Address</see> of the EC2 API.</summary>
public class InstanceIpv6Address : IQueryStructure
{
    public string? Ipv6Address { get; set; }

    public bool? IsPrimaryIpv6 { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("Ipv6Address", Ipv6Address);
        writer.Add("IsPrimaryIpv6", IsPrimaryIpv6);
    }

    internal static InstanceIpv6Address Read(ResponseElement xml) => new()
    {
        Ipv6Address = xml.Text("ipv6Address"),
        IsPrimaryIpv6 = xml.Boolean("isPrimaryIpv6"),
    };
}
