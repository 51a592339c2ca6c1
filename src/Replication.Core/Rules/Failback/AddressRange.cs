using System.Net;
using Replication.Core.Errors;

namespace Replication.Core.Rules.Failback;

/// <summary>Subnets in CIDR notation, and whether two of them have an address in common.</summary>
public static class AddressRange
{
    /// <exception cref="ReplicationException">InventoryInvalid.</exception>
    public static IPNetwork Parse(string text) => IPNetwork.TryParse(text, out IPNetwork network) ? network : throw new ReplicationException(
        FailbackErrorIds.InventoryInvalid, $"Subnet {text}", "It is no network in CIDR notation.", "an address and a length: 10.1.0.0/16.");

    /// <summary>Networks are nested or apart, so one of two that overlap contains the other's first address.</summary>
    public static bool Overlaps(string one, string other)
    {
        IPNetwork first = Parse(one);
        IPNetwork second = Parse(other);
        return first.Contains(second.BaseAddress) || second.Contains(first.BaseAddress);
    }
}
