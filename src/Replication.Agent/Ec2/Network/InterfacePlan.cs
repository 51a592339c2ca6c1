using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Network;

/// <summary>An interface that can be made.</summary>
internal sealed record InterfacePlan
{
    public required SubnetRecord Subnet { get; init; }

    public required IReadOnlyList<string> GroupIds { get; init; }

    public string Description { get; init; } = "";

    /// <summary>The primary first; an empty list takes any.</summary>
    public IReadOnlyList<string> Wanted { get; init; } = [];

    /// <summary>Secondary addresses beside those wanted.</summary>
    public int MoreAddresses { get; init; }

    /// <summary>Inside the region's gate: takes the addresses.</summary>
    public InterfaceRecord Make(Ec2Call call, SubnetAddresses addresses, IReadOnlyDictionary<string, string> tags)
    {
        List<string> taken = Wanted.Count == 0 ? [addresses.Take(null)] : [.. Wanted.Select(addresses.Take)];
        for (int i = 0; i < MoreAddresses; i++) taken.Add(addresses.Take(null));
        return new InterfaceRecord
        {
            Id = ResourceId.New(ResourceKind.Interface.Prefix),
            AccountId = call.AccountId,
            CreateTime = call.Now,
            Tags = tags,
            SubnetId = Subnet.Id,
            VpcId = Subnet.VpcId,
            Zone = Subnet.Zone,
            Description = Description,
            Addresses = taken,
            MacAddress = NewMacAddress(),
            GroupIds = GroupIds,
        };
    }

    /// <summary>Reads the addresses in any of the forms that the API has.</summary>
    public static IReadOnlyList<string> ReadAddresses(QueryParameters parameters)
    {
        var listed = parameters.Groups("PrivateIpAddresses")
            .Select(group => (Primary: group.Flag("Primary") ?? false, Address: group.Required("PrivateIpAddress")))
            .ToList();
        if (listed.Count(item => item.Primary) > 1)
            throw Ec2Refusals.InvalidCombination("Only one private IP address can be the primary one.");
        List<string> result = [.. listed.OrderByDescending(item => item.Primary).Select(item => item.Address)];
        if (parameters.Text("PrivateIpAddress") is { } primary) result.Insert(0, primary);
        return [.. result.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Locally administered, as no manufacturer's number may be invented.</summary>
    private static string NewMacAddress()
    {
        byte[] bytes = System.Security.Cryptography.RandomNumberGenerator.GetBytes(5);
        return $"02:{string.Join(':', bytes.Select(value => Convert.ToHexStringLower([value])))}";
    }
}
