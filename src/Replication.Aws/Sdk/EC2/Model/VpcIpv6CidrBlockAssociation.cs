namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcIpv6CidrBlockAssociation.html">VpcIpv6CidrBlockAssociation</see> of the EC2 API.</summary>
public class VpcIpv6CidrBlockAssociation
{
    public string? AssociationId { get; set; }

    public string? Ipv6CidrBlock { get; set; }

    public VpcCidrBlockState? Ipv6CidrBlockState { get; set; }

    public string? NetworkBorderGroup { get; set; }

    public string? Ipv6Pool { get; set; }

    public Ipv6AddressAttribute? Ipv6AddressAttribute { get; set; }

    public IpSource? IpSource { get; set; }

    internal static VpcIpv6CidrBlockAssociation Read(ResponseElement xml) => new()
    {
        AssociationId = xml.Text("associationId"),
        Ipv6CidrBlock = xml.Text("ipv6CidrBlock"),
        Ipv6CidrBlockState = xml.Structure("ipv6CidrBlockState", VpcCidrBlockState.Read),
        NetworkBorderGroup = xml.Text("networkBorderGroup"),
        Ipv6Pool = xml.Text("ipv6Pool"),
        Ipv6AddressAttribute = xml.Constant("ipv6AddressAttribute", Ipv6AddressAttribute.FindValue),
        IpSource = xml.Constant("ipSource", IpSource.FindValue),
    };
}
