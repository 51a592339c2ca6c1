using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Network;

internal static class SecurityRuleActions
{
    public static Task<IEnumerable<XElement?>> AuthorizeIngressAsync(Ec2Call call, CancellationToken cancellationToken) =>
        AuthorizeAsync(call, isEgress: false, cancellationToken);

    public static Task<IEnumerable<XElement?>> AuthorizeEgressAsync(Ec2Call call, CancellationToken cancellationToken) =>
        AuthorizeAsync(call, isEgress: true, cancellationToken);

    public static Task<IEnumerable<XElement?>> RevokeIngressAsync(Ec2Call call, CancellationToken cancellationToken) =>
        RevokeAsync(call, isEgress: false, cancellationToken);

    public static Task<IEnumerable<XElement?>> RevokeEgressAsync(Ec2Call call, CancellationToken cancellationToken) =>
        RevokeAsync(call, isEgress: true, cancellationToken);

    private static async Task<IEnumerable<XElement?>> AuthorizeAsync(Ec2Call call, bool isEgress, CancellationToken cancellationToken)
    {
        SecurityGroupLookup lookup = SecurityGroupLookup.Read(call.Parameters);
        IReadOnlyList<SecurityRule> rules = SecurityRules.Read(call.Parameters, isEgress);
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        SecurityGroupRecord group = lookup.Find(call);
        List<SecurityRule> added = [];
        foreach (SecurityRule rule in rules)
        {
            if (rule.GroupId is not null) call.Region.SecurityGroups.Get(call, rule.GroupId);
            if (group.Rules.Concat(added).Any(rule.IsSameAs))
                throw new Ec2Refusal("InvalidPermission.Duplicate", $"the specified rule of {group.Id} ({rule.Protocol} {rule.FromPort}-{rule.ToPort}) already exists");
            added.Add(rule with { Id = ResourceId.New("sgr") });
        }

        call.Region.SecurityGroups.Put(group with { Rules = [.. group.Rules, .. added] });
        return [.. Ec2Xml.Done(), Ec2Xml.List("securityGroupRuleSet", added, rule => SecurityGroupXml.Rule(group, rule))];
    }

    private static async Task<IEnumerable<XElement?>> RevokeAsync(Ec2Call call, bool isEgress, CancellationToken cancellationToken)
    {
        SecurityGroupLookup lookup = SecurityGroupLookup.Read(call.Parameters);
        IReadOnlyList<string> ids = call.Parameters.Texts("SecurityGroupRuleId");
        IReadOnlyList<SecurityRule> rules = ids.Count > 0 ? [] : SecurityRules.Read(call.Parameters, isEgress);
        call.Begin();
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        SecurityGroupRecord group = lookup.Find(call);
        List<SecurityRule> rest = [.. group.Rules];
        foreach (string id in ids)
        {
            if (rest.RemoveAll(rule => rule.Id == id && rule.IsEgress == isEgress) == 0)
                throw new Ec2Refusal("InvalidSecurityGroupRuleId.NotFound", $"The security group rule ID '{id}' does not exist");
        }

        foreach (SecurityRule rule in rules)
        {
            if (rest.RemoveAll(rule.IsSameAs) == 0)
                throw new Ec2Refusal("InvalidPermission.NotFound", $"The specified rule does not exist in the security group {group.Id}.");
        }

        call.Region.SecurityGroups.Put(group with { Rules = rest });
        return Ec2Xml.Done();
    }
}
