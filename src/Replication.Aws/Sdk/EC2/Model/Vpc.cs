namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Vpc.html">Vpc</see> of the EC2 API.</summary>
public class Vpc
{
    public string? OwnerId { get; set; }

    public Tenancy? InstanceTenancy { get; set; }

    public List<VpcIpv6CidrBlockAssociation>? Ipv6CidrBlockAssociationSet { get; set; }

    public List<VpcCidrBlockAssociation>? CidrBlockAssociationSet { get; set; }

    public bool? IsDefault { get; set; }

    public List<Tag>? Tags { get; set; }

    public string? VpcId { get; set; }

    public VpcState? State { get; set; }

    public string? CidrBlock { get; set; }

    public string? DhcpOptionsId { get; set; }

    internal static Vpc Read(ResponseElement xml) => new()
    {
        OwnerId = xml.Text("ownerId"),
        InstanceTenancy = xml.Constant("instanceTenancy", Tenancy.FindValue),
        Ipv6CidrBlockAssociationSet = xml.List("ipv6CidrBlockAssociationSet", VpcIpv6CidrBlockAssociation.Read),
        CidrBlockAssociationSet = xml.List("cidrBlockAssociationSet", VpcCidrBlockAssociation.Read),
        IsDefault = xml.Boolean("isDefault"),
        Tags = xml.List("tagSet", Tag.Read),
        VpcId = xml.Text("vpcId"),
        State = xml.Constant("state", VpcState.FindValue),
        CidrBlock = xml.Text("cidrBlock"),
        DhcpOptionsId = xml.Text("dhcpOptionsId"),
    };
}
