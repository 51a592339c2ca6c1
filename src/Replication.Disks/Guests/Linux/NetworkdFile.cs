namespace Replication.Disks.Guests;

/// <summary>One file of systemd-networkd (systemd.network(5)): Address= without DHCP=.</summary>
internal static class NetworkdFile
{
    public static IEnumerable<string> StaticInterfaces(string text)
    {
        var values = KeyValueFile.Parse(text);
        string name = values.Where(entry => entry is { Section: "Match", Key: "Name" }).Select(entry => entry.Value).LastOrDefault() ?? "every interface";
        bool dhcp = values.Any(entry => entry is { Section: "Network", Key: "DHCP", Value: "yes" or "ipv4" or "true" or "both" or "v4" });
        bool address = values.Any(entry => entry is { Section: "Network" or "Address", Key: "Address", Value.Length: > 0 });
        return name != "lo" && address && !dhcp ? [name] : [];
    }
}
