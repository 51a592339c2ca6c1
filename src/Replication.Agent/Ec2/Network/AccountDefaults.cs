using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Network;

/// <summary>What every account finds in a region: the default VPC, a subnet in each zone, and the default security group.</summary>
internal static class AccountDefaults
{
    private const string VpcCidr = "172.31.0.0/16";

    // A /20 has 4096 addresses: sixteen values of the third byte.
    private const int ThirdBytesOfSubnet = 16;

    public static async Task EnsureAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        if (Find(call.Region, call.AccountId) is not null) return;
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        if (Find(call.Region, call.AccountId) is not null) return;
        Make(call.Region, call.AccountId);
    }

    public static VpcRecord? Find(Ec2Region region, string accountId) =>
        region.Vpcs.All.FirstOrDefault(vpc => vpc.IsDefault && vpc.AccountId == accountId);

    public static SecurityGroupRecord DefaultGroup(Ec2Region region, string vpcId) =>
        region.SecurityGroups.All.First(group => group.VpcId == vpcId && group.Name == SecurityGroupRecord.DefaultName);

    /// <summary>Every VPC has a group that lets its members reach each other and everything outside.</summary>
    public static SecurityGroupRecord MakeDefaultGroup(Ec2Region region, string accountId, string vpcId, DateTimeOffset created)
    {
        string id = ResourceId.New(ResourceKind.SecurityGroup.Prefix);
        return new SecurityGroupRecord
        {
            Id = id,
            AccountId = accountId,
            CreateTime = created,
            Name = SecurityGroupRecord.DefaultName,
            Description = "default VPC security group",
            VpcId = vpcId,
            Rules = [new SecurityRule { Id = ResourceId.New("sgr"), IsEgress = false, Protocol = "-1", GroupId = id }, SecurityRules.Everywhere()],
        };
    }

    /// <summary>The VPC last: without it, what a crash has left is made again. Born long ago, so that no delay hides it.</summary>
    private static void Make(Ec2Region region, string accountId)
    {
        string vpcId = ResourceId.New(ResourceKind.Vpc.Prefix);
        DateTimeOffset created = DateTimeOffset.UnixEpoch;
        int thirdByte = 0;
        foreach (string zone in region.Zones.Names)
        {
            region.Subnets.Put(new SubnetRecord
            {
                Id = ResourceId.New(ResourceKind.Subnet.Prefix),
                AccountId = accountId,
                CreateTime = created,
                VpcId = vpcId,
                Cidr = $"172.31.{thirdByte}.0/20",
                Zone = zone,
                IsDefault = true,
            });
            thirdByte += ThirdBytesOfSubnet;
        }

        region.SecurityGroups.Put(MakeDefaultGroup(region, accountId, vpcId, created));
        region.Vpcs.Put(new VpcRecord { Id = vpcId, AccountId = accountId, CreateTime = created, Cidr = VpcCidr, IsDefault = true });
    }
}
