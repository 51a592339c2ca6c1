using System.Globalization;
using System.Text.Json.Nodes;

namespace Replication.Hypervisors.Qemu.Hardware;

/// <summary>A network card of a machine that is to run.</summary>
internal sealed record GuestNic(int Position, string MacAddress, GuestNetwork Network)
{
    private string NetworkId => string.Create(CultureInfo.InvariantCulture, $"net{Position}");

    /// <summary>The -netdev option; null for a card without a cable.</summary>
    public string? Backend() => Network.Kind == NetworkKind.None ? null
        : $"user,id={NetworkId},restrict={(Network.Kind == NetworkKind.Isolated ? "on" : "off")}"
        + string.Concat(Network.Forwards.Select(forward => string.Create(
            CultureInfo.InvariantCulture, $",hostfwd={forward.Protocol}:127.0.0.1:{forward.HostPort}-:{forward.GuestPort}")));

    /// <summary>The -device option.</summary>
    public JsonObject Device()
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"nic{Position}");
        var device = new JsonObject { ["driver"] = "virtio-net-pci", ["id"] = id, ["mac"] = MacAddress };
        if (Network.Kind != NetworkKind.None) device["netdev"] = NetworkId;
        return device;
    }
}
