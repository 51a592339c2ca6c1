namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html">Subnet</see> of the EC2 API.</summary>
public class Subnet
{
    public string? AvailabilityZoneId { get; set; }

    public int? EnableLniAtDeviceIndex { get; set; }

    public bool? MapCustomerOwnedIpOnLaunch { get; set; }

    public string? CustomerOwnedIpv4Pool { get; set; }

    public string? OwnerId { get; set; }

    public bool? AssignIpv6AddressOnCreation { get; set; }

    public List<SubnetIpv6CidrBlockAssociation>? Ipv6CidrBlockAssociationSet { get; set; }

    public List<Tag>? Tags { get; set; }

    public string? SubnetArn { get; set; }

    public string? OutpostArn { get; set; }

    public bool? EnableDns64 { get; set; }

    public bool? Ipv6Native { get; set; }

    public string? Type { get; set; }

    public string? SubnetId { get; set; }

    public SubnetState? State { get; set; }

    public string? VpcId { get; set; }

    public string? CidrBlock { get; set; }

    public int? AvailableIpAddressCount { get; set; }

    public string? AvailabilityZone { get; set; }

    public bool? DefaultForAz { get; set; }

    public bool? MapPublicIpOnLaunch { get; set; }

    internal static Subnet Read(ResponseElement xml) => new()
    {
        AvailabilityZoneId = xml.Text("availabilityZoneId"),
        EnableLniAtDeviceIndex = xml.Integer("enableLniAtDeviceIndex"),
        MapCustomerOwnedIpOnLaunch = xml.Boolean("mapCustomerOwnedIpOnLaunch"),
        CustomerOwnedIpv4Pool = xml.Text("customerOwnedIpv4Pool"),
        OwnerId = xml.Text("ownerId"),
        AssignIpv6AddressOnCreation = xml.Boolean("assignIpv6AddressOnCreation"),
        Ipv6CidrBlockAssociationSet = xml.List("ipv6CidrBlockAssociationSet", SubnetIpv6CidrBlockAssociation.Read),
        Tags = xml.List("tagSet", Tag.Read),
        SubnetArn = xml.Text("subnetArn"),
        OutpostArn = xml.Text("outpostArn"),
        EnableDns64 = xml.Boolean("enableDns64"),
        Ipv6Native = xml.Boolean("ipv6Native"),
        Type = xml.Text("type"),
        SubnetId = xml.Text("subnetId"),
        State = xml.Constant("state", SubnetState.FindValue),
        VpcId = xml.Text("vpcId"),
        CidrBlock = xml.Text("cidrBlock"),
        AvailableIpAddressCount = xml.Integer("availableIpAddressCount"),
        AvailabilityZone = xml.Text("availabilityZone"),
        DefaultForAz = xml.Boolean("defaultForAz"),
        MapPublicIpOnLaunch = xml.Boolean("mapPublicIpOnLaunch"),
    };
}
