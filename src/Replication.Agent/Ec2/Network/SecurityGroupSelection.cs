using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Network;

/// <summary>The groups that an interface gets: those named, which lie in the VPC, or the VPC's default group.</summary>
internal static class SecurityGroupSelection
{
    public static IReadOnlyList<string> Resolve(Ec2Call call, string vpcId, IReadOnlyList<string> ids, IReadOnlyList<string> names)
    {
        if (ids.Count == 0 && names.Count == 0) return [AccountDefaults.DefaultGroup(call.Region, vpcId).Id];
        List<string> result = [.. ids.Distinct(StringComparer.Ordinal)];
        foreach (string id in result)
        {
            SecurityGroupRecord group = call.Region.SecurityGroups.Get(call, id);
            if (group.VpcId != vpcId) throw Ec2Refusals.InvalidValue("GroupId", id, $"The security group is in {group.VpcId}, the subnet in {vpcId}.");
        }

        foreach (string name in names)
        {
            SecurityGroupRecord? group = call.Region.SecurityGroups.Of(call).FirstOrDefault(item => item.VpcId == vpcId && item.Name == name);
            if (group is null) throw new Ec2Refusal("InvalidGroup.NotFound", $"The security group '{name}' does not exist in VPC '{vpcId}'");
            result.Add(group.Id);
        }

        return result;
    }
}
