using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Network;

internal static class SecurityGroupXml
{
    public static IEnumerable<XElement?> Of(SecurityGroupRecord group) =>
    [
        Ec2Xml.Value("groupId", group.Id),
        Ec2Xml.Value("groupName", group.Name),
        Ec2Xml.Value("groupDescription", group.Description),
        Ec2Xml.Value("vpcId", group.VpcId),
        Ec2Xml.Value("ownerId", group.AccountId),
        Permissions("ipPermissions", group, isEgress: false),
        Permissions("ipPermissionsEgress", group, isEgress: true),
        Ec2Xml.Tags(group.Tags),
    ];

    /// <summary>A rule as the authorizing actions answer it.</summary>
    public static IEnumerable<XElement?> Rule(SecurityGroupRecord group, SecurityRule rule) =>
    [
        Ec2Xml.Value("securityGroupRuleId", rule.Id),
        Ec2Xml.Value("groupId", group.Id),
        Ec2Xml.Value("groupOwnerId", group.AccountId),
        Ec2Xml.Value("isEgress", rule.IsEgress),
        Ec2Xml.Value("ipProtocol", rule.Protocol),
        Ec2Xml.Value("fromPort", rule.FromPort ?? -1),
        Ec2Xml.Value("toPort", rule.ToPort ?? -1),
        Ec2Xml.Value("cidrIpv4", rule.Cidr),
        Ec2Xml.Value("cidrIpv6", rule.CidrV6),
        Ec2Xml.Value("prefixListId", rule.PrefixListId),
        rule.GroupId is null ? null : Ec2Xml.Group("referencedGroupInfo", Ec2Xml.Value("groupId", rule.GroupId), Ec2Xml.Value("userId", group.AccountId)),
        Ec2Xml.Value("description", rule.Description),
    ];

    private static XElement Permissions(string name, SecurityGroupRecord group, bool isEgress) => Ec2Xml.List(
        name,
        group.Rules.Where(rule => rule.IsEgress == isEgress).GroupBy(rule => (rule.Protocol, rule.FromPort, rule.ToPort)),
        rules => Permission(group, rules));

    private static IEnumerable<XElement?> Permission(SecurityGroupRecord group, IGrouping<(string Protocol, int? From, int? To), SecurityRule> rules) =>
    [
        Ec2Xml.Value("ipProtocol", rules.Key.Protocol),
        Ec2Xml.Value("fromPort", rules.Key.From),
        Ec2Xml.Value("toPort", rules.Key.To),
        Peers("groups", rules, rule => rule.GroupId, "groupId", Ec2Xml.Value("userId", group.AccountId)),
        Peers("ipRanges", rules, rule => rule.Cidr, "cidrIp"),
        Peers("ipv6Ranges", rules, rule => rule.CidrV6, "cidrIpv6"),
        Peers("prefixListIds", rules, rule => rule.PrefixListId, "prefixListId"),
    ];

    private static XElement Peers(string name, IEnumerable<SecurityRule> rules, Func<SecurityRule, string?> peer, string element, XElement? more = null) =>
        Ec2Xml.List(name, rules.Where(rule => peer(rule) is not null), rule => [Ec2Xml.Value(element, peer(rule)), Ec2Xml.Value("description", rule.Description), more]);
}
