using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Network;

internal static class VpcActions
{
    private static readonly FilterTable<VpcRecord> Filters = new(new Dictionary<string, Func<VpcRecord, IEnumerable<object?>>>
    {
        ["cidr"] = vpc => [vpc.Cidr],
        ["cidr-block-association.cidr-block"] = vpc => [vpc.Cidr],
        ["is-default"] = vpc => [vpc.IsDefault],
        ["isDefault"] = vpc => [vpc.IsDefault],
        ["owner-id"] = vpc => [vpc.AccountId],
        ["state"] = _ => ["available"],
        ["vpc-id"] = vpc => [vpc.Id],
    });

    public static Task<IEnumerable<XElement?>> DescribeAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> ids = call.Parameters.Ids("VpcId", ResourceKind.Vpc);
        Func<VpcRecord, bool> filter = Filters.Read(call.Parameters);
        var paged = Page<VpcRecord>.Read(call);
        call.Begin();
        Page<VpcRecord> page = paged(call.Region.Vpcs.Select(call, ids).Where(filter));
        return Task.FromResult<IEnumerable<XElement?>>([Ec2Xml.List("vpcSet", page.Items, Xml), Ec2Xml.Value("nextToken", page.NextToken)]);
    }

    public static async Task<IEnumerable<XElement?>> CreateAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string cidr = Cidr.Parse(call.Parameters.Required("CidrBlock"), "InvalidVpc.Range").ToString();
        call.Parameters.Choice("InstanceTenancy", "default");
        TagSpecifications tags = TagSpecifications.Read(call.Parameters, ResourceKind.Vpc);
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        var vpc = new VpcRecord
        {
            Id = ResourceId.New(ResourceKind.Vpc.Prefix),
            AccountId = call.AccountId,
            CreateTime = call.Now,
            Tags = tags.For(ResourceKind.Vpc),
            Cidr = cidr,
        };
        call.Region.SecurityGroups.Put(AccountDefaults.MakeDefaultGroup(call.Region, call.AccountId, vpc.Id, call.Now));
        call.Region.Vpcs.Put(vpc);
        return [Ec2Xml.Group("vpc", Xml(vpc))];
    }

    public static async Task<IEnumerable<XElement?>> DeleteAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string id = call.Parameters.RequiredId("VpcId", ResourceKind.Vpc);
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        VpcRecord vpc = call.Region.Vpcs.Get(call, id);
        List<SecurityGroupRecord> groups = [.. call.Region.SecurityGroups.All.Where(group => group.VpcId == id)];
        if (vpc.IsDefault || groups.Count > 1 || call.Region.Subnets.All.Any(subnet => subnet.VpcId == id))
            throw new Ec2Refusal("DependencyViolation", $"The vpc '{id}' has dependencies and cannot be deleted.");
        call.Region.Vpcs.Remove(id);
        foreach (SecurityGroupRecord group in groups) call.Region.SecurityGroups.Remove(group.Id);
        return Ec2Xml.Done();
    }

    private static IEnumerable<XElement?> Xml(VpcRecord vpc) =>
    [
        Ec2Xml.Value("vpcId", vpc.Id),
        Ec2Xml.Value("state", "available"),
        Ec2Xml.Value("cidrBlock", vpc.Cidr),
        Ec2Xml.Value("dhcpOptionsId", "default"),
        Ec2Xml.Value("instanceTenancy", "default"),
        Ec2Xml.Value("isDefault", vpc.IsDefault),
        Ec2Xml.Value("ownerId", vpc.AccountId),
        Ec2Xml.Tags(vpc.Tags),
    ];
}
