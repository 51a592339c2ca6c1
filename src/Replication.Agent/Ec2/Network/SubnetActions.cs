using System.Net;
using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Network;

internal static class SubnetActions
{
    public static Task<IEnumerable<XElement?>> DescribeAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> ids = call.Parameters.Ids("SubnetId", ResourceKind.Subnet);
        Func<SubnetRecord, bool> filter = Filters(call).Read(call.Parameters);
        var paged = Page<SubnetRecord>.Read(call);
        call.Begin();
        Page<SubnetRecord> page = paged(call.Region.Subnets.Select(call, ids).Where(filter));
        return Task.FromResult<IEnumerable<XElement?>>(
            [Ec2Xml.List("subnetSet", page.Items, subnet => Xml(call.Region, subnet)), Ec2Xml.Value("nextToken", page.NextToken)]);
    }

    public static async Task<IEnumerable<XElement?>> CreateAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string vpcId = call.Parameters.RequiredId("VpcId", ResourceKind.Vpc);
        IPNetwork cidr = Cidr.Parse(call.Parameters.Required("CidrBlock"), "InvalidSubnet.Range");
        string zone = call.Region.Zones.Get(call.Parameters.Text("AvailabilityZone") ?? call.Parameters.Text("AvailabilityZoneId") ?? call.Region.Zones.Names[0]);
        TagSpecifications tags = TagSpecifications.Read(call.Parameters, ResourceKind.Subnet);
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        IPNetwork around = IPNetwork.Parse(call.Region.Vpcs.Get(call, vpcId).Cidr);
        if (!around.Contains(cidr.BaseAddress) || around.PrefixLength > cidr.PrefixLength)
            throw new Ec2Refusal("InvalidSubnet.Range", $"The CIDR '{cidr}' is invalid: it lies outside {around} of {vpcId}.");
        if (call.Region.Subnets.All.Any(other => other.VpcId == vpcId && Cidr.Overlap(IPNetwork.Parse(other.Cidr), cidr)))
            throw new Ec2Refusal("InvalidSubnet.Conflict", $"The CIDR '{cidr}' conflicts with another subnet");
        var subnet = new SubnetRecord
        {
            Id = ResourceId.New(ResourceKind.Subnet.Prefix),
            AccountId = call.AccountId,
            CreateTime = call.Now,
            Tags = tags.For(ResourceKind.Subnet),
            VpcId = vpcId,
            Cidr = cidr.ToString(),
            Zone = zone,
        };
        call.Region.Subnets.Put(subnet);
        return [Ec2Xml.Group("subnet", Xml(call.Region, subnet))];
    }

    public static async Task<IEnumerable<XElement?>> DeleteAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string id = call.Parameters.RequiredId("SubnetId", ResourceKind.Subnet);
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        call.Region.Subnets.Get(call, id);
        if (call.Region.Interfaces.All.Any(item => item.SubnetId == id))
            throw new Ec2Refusal("DependencyViolation", $"The subnet '{id}' has dependencies and cannot be deleted.");
        call.Region.Subnets.Remove(id);
        return Ec2Xml.Done();
    }

    private static FilterTable<SubnetRecord> Filters(Ec2Call call) => new(new Dictionary<string, Func<SubnetRecord, IEnumerable<object?>>>
    {
        ["availability-zone"] = subnet => [subnet.Zone],
        ["availabilityZone"] = subnet => [subnet.Zone],
        ["availability-zone-id"] = subnet => [call.Region.Zones.IdOf(subnet.Zone)],
        ["cidr"] = subnet => [subnet.Cidr],
        ["cidr-block"] = subnet => [subnet.Cidr],
        ["default-for-az"] = subnet => [subnet.IsDefault],
        ["owner-id"] = subnet => [subnet.AccountId],
        ["state"] = _ => ["available"],
        ["subnet-id"] = subnet => [subnet.Id],
        ["vpc-id"] = subnet => [subnet.VpcId],
    });

    private static IEnumerable<XElement?> Xml(Ec2Region region, SubnetRecord subnet) =>
    [
        Ec2Xml.Value("subnetId", subnet.Id),
        Ec2Xml.Value("subnetArn", $"arn:aws:ec2:{region.Name}:{subnet.AccountId}:subnet/{subnet.Id}"),
        Ec2Xml.Value("state", "available"),
        Ec2Xml.Value("vpcId", subnet.VpcId),
        Ec2Xml.Value("cidrBlock", subnet.Cidr),
        Ec2Xml.Value("availableIpAddressCount", new SubnetAddresses(region, subnet).Available),
        Ec2Xml.Value("availabilityZone", subnet.Zone),
        Ec2Xml.Value("availabilityZoneId", region.Zones.IdOf(subnet.Zone)),
        Ec2Xml.Value("defaultForAz", subnet.IsDefault),
        Ec2Xml.Value("mapPublicIpOnLaunch", false),
        Ec2Xml.Value("assignIpv6AddressOnCreation", false),
        Ec2Xml.Value("ownerId", subnet.AccountId),
        Ec2Xml.Tags(subnet.Tags),
    ];
}
