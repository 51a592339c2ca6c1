using System.Net;
using Replication.Agent.Ec2.Protocol;

namespace Replication.Agent.Ec2.Network;

/// <summary>Address blocks of VPCs and subnets: IPv4, from /16 to /28.</summary>
internal static class Cidr
{
    private const int LargestPrefix = 28;
    private const int SmallestPrefix = 16;

    public static IPNetwork Parse(string text, string code)
    {
        if (!IPNetwork.TryParse(text, out IPNetwork network) || network.BaseAddress.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork)
            throw Ec2Refusals.InvalidValue("CidrBlock", text, "This is not a valid CIDR block.");
        if (network.PrefixLength is < SmallestPrefix or > LargestPrefix) throw new Ec2Refusal(code, $"The CIDR '{text}' is invalid: /16 to /28 are possible.");
        return network;
    }

    public static bool Overlap(IPNetwork left, IPNetwork right) => left.Contains(right.BaseAddress) || right.Contains(left.BaseAddress);
}
