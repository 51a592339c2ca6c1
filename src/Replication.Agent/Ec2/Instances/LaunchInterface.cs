using Replication.Agent.Ec2.Network;
using Replication.Agent.Ec2.Protocol;

namespace Replication.Agent.Ec2.Instances;

/// <summary>One interface that an instance is launched with.</summary>
internal sealed record LaunchInterface
{
    public required int DeviceIndex { get; init; }

    public string? ExistingId { get; init; }

    public string? SubnetId { get; init; }

    public IReadOnlyList<string> GroupIds { get; init; } = [];

    public IReadOnlyList<string> GroupNames { get; init; } = [];

    public string Description { get; init; } = "";

    public IReadOnlyList<string> Addresses { get; init; } = [];

    public int MoreAddresses { get; init; }

    public bool? DeleteOnTermination { get; init; }

    /// <summary>Those listed, or the single one that the instance's own subnet, groups and address describe.</summary>
    public static IReadOnlyList<LaunchInterface> Read(QueryParameters parameters)
    {
        IReadOnlyList<string> groupIds = parameters.Ids("SecurityGroupId", ResourceKind.SecurityGroup);
        IReadOnlyList<string> groupNames = parameters.Texts("SecurityGroup");
        string? address = parameters.Text("PrivateIpAddress");
        List<LaunchInterface> listed = [.. parameters.Groups("NetworkInterface").Select(ReadOne)];
        if (listed.Count == 0)
            return [new LaunchInterface { DeviceIndex = 0, GroupIds = groupIds, GroupNames = groupNames, Addresses = address is null ? [] : [address] }];
        if (groupIds.Count > 0 || groupNames.Count > 0 || address is not null || parameters.Text("SubnetId") is not null)
            throw Ec2Refusals.InvalidCombination("Network interfaces and an instance-level subnet ID, security groups or address may not be specified on the same request");
        if (listed.DistinctBy(item => item.DeviceIndex).Count() != listed.Count)
            throw Ec2Refusals.InvalidCombination("Each network interface requires a device index of its own.");
        return listed.Exists(item => item.DeviceIndex == 0)
            ? [.. listed.OrderBy(item => item.DeviceIndex)]
            : throw Ec2Refusals.InvalidCombination("When specifying network interfaces, you must include a device at index 0.");
    }

    private static LaunchInterface ReadOne(QueryParameters parameters)
    {
        // Public addresses, IPv6 and network cards are outside of what this server models; their absence is what it has anyway.
        if (parameters.Flag("AssociatePublicIpAddress") == true)
            throw new Ec2Refusal("UnsupportedOperation", "This server has no public addresses.");
        parameters.Number("NetworkCardIndex", 0, 0);
        parameters.Choice("InterfaceType", "interface");
        var result = new LaunchInterface
        {
            DeviceIndex = parameters.Number("DeviceIndex", 0) ?? throw Ec2Refusals.Missing(parameters.NameOf("DeviceIndex")),
            ExistingId = parameters.Id("NetworkInterfaceId", ResourceKind.Interface),
            SubnetId = parameters.Id("SubnetId", ResourceKind.Subnet),
            GroupIds = parameters.Ids("SecurityGroupId", ResourceKind.SecurityGroup),
            Description = parameters.Text("Description") ?? "",
            Addresses = InterfacePlan.ReadAddresses(parameters),
            MoreAddresses = parameters.Number("SecondaryPrivateIpAddressCount", 0) ?? 0,
            DeleteOnTermination = parameters.Flag("DeleteOnTermination"),
        };
        bool describesNew = result.SubnetId is not null || result.GroupIds.Count > 0 || result.Addresses.Count > 0 || result.MoreAddresses > 0;
        return result.ExistingId is not null && describesNew
            ? throw Ec2Refusals.InvalidCombination("A network interface that exists has its subnet, security groups and addresses already.")
            : result;
    }
}
