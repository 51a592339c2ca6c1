namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SubnetIpv6CidrBlockAssociation.html">SubnetIpv6CidrBlockAssociation</see> of the EC2 API.</summary>
public class SubnetIpv6CidrBlockAssociation
{
    public string? AssociationId { get; set; }

    public string? Ipv6CidrBlock { get; set; }

    public SubnetCidrBlockState? Ipv6CidrBlockState { get; set; }

    public Ipv6AddressAttribute? Ipv6AddressAttribute { get; set; }

    public IpSource? IpSource { get; set; }

    internal static SubnetIpv6CidrBlockAssociation Read(ResponseElement xml) => new()
    {
        AssociationId = xml.Text("associationId"),
        Ipv6CidrBlock = xml.Text("ipv6CidrBlock"),
        Ipv6CidrBlockState = xml.Structure("ipv6CidrBlockState", SubnetCidrBlockState.Read),
        Ipv6AddressAttribute = xml.Constant("ipv6AddressAttribute", Ipv6AddressAttribute.FindValue),
        IpSource = xml.Constant("ipSource", IpSource.FindValue),
    };
}
