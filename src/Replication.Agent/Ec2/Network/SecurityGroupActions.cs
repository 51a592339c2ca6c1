using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Network;

internal static class SecurityGroupActions
{
    private static readonly FilterTable<SecurityGroupRecord> Filters = new(new Dictionary<string, Func<SecurityGroupRecord, IEnumerable<object?>>>
    {
        ["description"] = group => [group.Description],
        ["group-id"] = group => [group.Id],
        ["group-name"] = group => [group.Name],
        ["owner-id"] = group => [group.AccountId],
        ["vpc-id"] = group => [group.VpcId],
        ["ip-permission.cidr"] = group => group.Rules.Where(rule => !rule.IsEgress).Select(rule => rule.Cidr),
        ["ip-permission.group-id"] = group => group.Rules.Where(rule => !rule.IsEgress).Select(rule => rule.GroupId),
        ["ip-permission.protocol"] = group => group.Rules.Where(rule => !rule.IsEgress).Select(rule => rule.Protocol),
        ["ip-permission.from-port"] = group => group.Rules.Where(rule => !rule.IsEgress).Select(rule => (object?)rule.FromPort),
        ["ip-permission.to-port"] = group => group.Rules.Where(rule => !rule.IsEgress).Select(rule => (object?)rule.ToPort),
    });

    public static Task<IEnumerable<XElement?>> DescribeAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> ids = call.Parameters.Ids("GroupId", ResourceKind.SecurityGroup);
        IReadOnlyList<string> names = call.Parameters.Texts("GroupName");
        Func<SecurityGroupRecord, bool> filter = Filters.Read(call.Parameters);
        var paged = Page<SecurityGroupRecord>.Read(call);
        call.Begin();
        List<SecurityGroupRecord> groups = [.. ids.Count == 0 && names.Count > 0 ? [] : call.Region.SecurityGroups.Select(call, ids)];
        groups.AddRange(names.Select(name => new SecurityGroupLookup(null, name).Find(call)));
        Page<SecurityGroupRecord> page = paged(groups.DistinctBy(group => group.Id).Where(filter));
        return Task.FromResult<IEnumerable<XElement?>>(
            [Ec2Xml.List("securityGroupInfo", page.Items, SecurityGroupXml.Of), Ec2Xml.Value("nextToken", page.NextToken)]);
    }

    public static async Task<IEnumerable<XElement?>> CreateAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string name = call.Parameters.Required("GroupName");
        string description = call.Parameters.Required("GroupDescription");
        string? vpcId = call.Parameters.Id("VpcId", ResourceKind.Vpc);
        TagSpecifications tags = TagSpecifications.Read(call.Parameters, ResourceKind.SecurityGroup);
        if (name.StartsWith("sg-", StringComparison.Ordinal)) throw Ec2Refusals.InvalidValue("GroupName", name, "A name does not begin with sg-.");
        call.Begin();

        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        VpcRecord vpc = vpcId is null ? AccountDefaults.Find(call.Region, call.AccountId)! : call.Region.Vpcs.Get(call, vpcId);
        if (call.Region.SecurityGroups.All.Any(other => other.VpcId == vpc.Id && other.Name == name))
            throw new Ec2Refusal("InvalidGroup.Duplicate", $"The security group '{name}' already exists for VPC '{vpc.Id}'");
        var group = new SecurityGroupRecord
        {
            Id = ResourceId.New(ResourceKind.SecurityGroup.Prefix),
            AccountId = call.AccountId,
            CreateTime = call.Now,
            Tags = tags.For(ResourceKind.SecurityGroup),
            Name = name,
            Description = description,
            VpcId = vpc.Id,
            Rules = [SecurityRules.Everywhere()],
        };
        call.Region.SecurityGroups.Put(group);
        return [Ec2Xml.Value("groupId", group.Id), Ec2Xml.Tags(group.Tags)];
    }

    public static async Task<IEnumerable<XElement?>> DeleteAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        SecurityGroupLookup lookup = SecurityGroupLookup.Read(call.Parameters);
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        SecurityGroupRecord group = lookup.Find(call);
        if (group.Name == SecurityGroupRecord.DefaultName)
            throw new Ec2Refusal("CannotDelete", $"the specified group: \"{group.Id}\" name: \"default\" cannot be deleted by a user");
        bool isUsed = call.Region.Interfaces.All.Any(item => item.GroupIds.Contains(group.Id))
            || call.Region.SecurityGroups.All.Any(other => other.Id != group.Id && other.Rules.Any(rule => rule.GroupId == group.Id));
        if (isUsed) throw new Ec2Refusal("DependencyViolation", $"resource {group.Id} has a dependent object");
        call.Region.SecurityGroups.Remove(group.Id);
        return [.. Ec2Xml.Done(), Ec2Xml.Value("groupId", group.Id)];
    }
}
