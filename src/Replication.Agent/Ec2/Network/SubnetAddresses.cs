using System.Buffers.Binary;
using System.Net;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Network;

/// <summary>The addresses of a subnet. Used inside the region's gate, so that no address is given twice.</summary>
internal sealed class SubnetAddresses
{
    // Amazon keeps the network, the router, the DNS server and one for the future at the start of each subnet, and the last.
    private const int ReservedAtStart = 4;
    private const int ReservedAtEnd = 1;

    private readonly SubnetRecord _subnet;
    private readonly uint _base;
    private readonly uint _count;
    private readonly HashSet<string> _used;

    public SubnetAddresses(Ec2Region region, SubnetRecord subnet)
    {
        _subnet = subnet;
        IPNetwork network = IPNetwork.Parse(subnet.Cidr);
        _base = ToNumber(network.BaseAddress);
        _count = 1u << (32 - network.PrefixLength);
        _used = [.. region.Interfaces.All.Where(item => item.SubnetId == subnet.Id).SelectMany(item => item.Addresses)];
    }

    public int Available => (int)_count - ReservedAtStart - ReservedAtEnd - _used.Count;

    public string Take(string? wanted)
    {
        if (wanted is null) return TakeAny();
        if (!IPAddress.TryParse(wanted, out IPAddress? address) || address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork)
            throw Ec2Refusals.InvalidValue("PrivateIpAddress", wanted, "Needed: an IPv4 address.");
        uint position = ToNumber(address) - _base;
        if (position >= _count) throw new Ec2Refusal("InvalidParameterValue", $"Address {wanted} does not fall within the subnet's address range");
        if (position is < ReservedAtStart || position >= _count - ReservedAtEnd)
            throw new Ec2Refusal("InvalidParameterValue", $"Address {wanted} is in subnet's reserved address range");
        return _used.Add(address.ToString()) ? address.ToString() : throw new Ec2Refusal("InvalidIPAddress.InUse", $"Address {wanted} is in use.");
    }

    private string TakeAny()
    {
        for (uint position = ReservedAtStart; position < _count - ReservedAtEnd; position++)
        {
            string address = ToText(_base + position);
            if (_used.Add(address)) return address;
        }

        throw new Ec2Refusal("InsufficientFreeAddressesInSubnet", $"Insufficient free addresses in subnet {_subnet.Id}.");
    }

    private static uint ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private static string ToText(uint number) => $"{number >> 24}.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}";
}
