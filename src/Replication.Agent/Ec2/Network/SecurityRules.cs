using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Network;

/// <summary>Reads the rules that a request names: each permission is one rule for each of its peers.</summary>
internal static class SecurityRules
{
    private const int LargestPort = 65535;

    /// <summary>What a new group lets out: everything.</summary>
    public static SecurityRule Everywhere() => new() { Id = ResourceId.New("sgr"), IsEgress = true, Protocol = "-1", Cidr = "0.0.0.0/0" };

    public static IReadOnlyList<SecurityRule> Read(QueryParameters parameters, bool isEgress)
    {
        List<SecurityRule> rules = [];
        foreach (QueryParameters permission in parameters.Groups("IpPermissions")) rules.AddRange(Expand(permission, Ports(permission, isEgress)));

        // The form of the first years: one rule in plain parameters.
        if (parameters.Text("CidrIp") is { } cidr) rules.Add(Ports(parameters, isEgress) with { Cidr = cidr });
        if (rules.Count == 0) throw Ec2Refusals.Missing("IpPermissions");
        return rules;
    }

    private static SecurityRule Ports(QueryParameters permission, bool isEgress)
    {
        string protocol = permission.Required("IpProtocol") switch { "6" => "tcp", "17" => "udp", "1" => "icmp", "all" => "-1", { } other => other };
        int? from = permission.Number("FromPort", -1, LargestPort);
        int? to = permission.Number("ToPort", -1, LargestPort);
        if (protocol is "tcp" or "udp")
        {
            if (from is null || to is null) throw Ec2Refusals.Missing(permission.NameOf(from is null ? "FromPort" : "ToPort"));
            if (from > to || from < 0) throw Ec2Refusals.InvalidValue(permission.NameOf("FromPort"), $"{from}", $"Invalid {protocol} port range {from}-{to}.");
        }

        // The ports of "all protocols" mean nothing.
        if (protocol == "-1") from = to = null;
        return new SecurityRule { Id = "", IsEgress = isEgress, Protocol = protocol, FromPort = from, ToPort = to };
    }

    private static IEnumerable<SecurityRule> Expand(QueryParameters permission, SecurityRule ports)
    {
        foreach (QueryParameters range in permission.Groups("IpRanges"))
            yield return ports with { Cidr = CheckedCidr(range.Required("CidrIp")), Description = range.Text("Description") };
        foreach (QueryParameters range in permission.Groups("Ipv6Ranges"))
            yield return ports with { CidrV6 = CheckedCidr(range.Required("CidrIpv6")), Description = range.Text("Description") };
        foreach (QueryParameters list in permission.Groups("PrefixListIds"))
            yield return ports with { PrefixListId = list.Required("PrefixListId"), Description = list.Text("Description") };
        foreach (QueryParameters peer in permission.Groups("Groups"))
        {
            peer.Disregard("UserId", "VpcId");
            yield return ports with { GroupId = peer.RequiredId("GroupId", ResourceKind.SecurityGroup), Description = peer.Text("Description") };
        }
    }

    private static string CheckedCidr(string text) =>
        System.Net.IPNetwork.TryParse(text, out _) ? text : throw new Ec2Refusal("InvalidParameterValue", $"CIDR block {text} is malformed");
}
