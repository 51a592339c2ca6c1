using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;

namespace Replication.Agent.Ec2.Network;

/// <summary>The one group that a request is about, by its id, or by its name in the default VPC.</summary>
internal sealed record SecurityGroupLookup(string? Id, string? Name)
{
    public static SecurityGroupLookup Read(QueryParameters parameters)
    {
        var lookup = new SecurityGroupLookup(parameters.Id("GroupId", ResourceKind.SecurityGroup), parameters.Text("GroupName"));
        return lookup is { Id: null, Name: null } ? throw Ec2Refusals.Missing("GroupId") : lookup;
    }

    public SecurityGroupRecord Find(Ec2Call call)
    {
        if (Id is not null) return call.Region.SecurityGroups.Get(call, Id);
        string? vpcId = AccountDefaults.Find(call.Region, call.AccountId)?.Id;
        return call.Region.SecurityGroups.Of(call).FirstOrDefault(group => group.VpcId == vpcId && group.Name == Name)
            ?? throw Ec2Refusals.NotFound(ResourceKind.SecurityGroup, Name!);
    }
}
