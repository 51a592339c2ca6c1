namespace Replication.Disks.Guests;

/// <summary>One interface of Red Hat's or SUSE's network scripts: an address without BOOTPROTO=dhcp.</summary>
internal static class Ifcfg
{
    public static IEnumerable<string> StaticInterfaces(string name, string text)
    {
        var values = KeyValueFile.Parse(text);
        bool loopback = name == "lo" || Value("DEVICE") == "lo";
        bool starts = Value("ONBOOT") is not "no" && Value("STARTMODE") is not ("off" or "manual");
        bool dhcp = Value("BOOTPROTO")?.Contains("dhcp", StringComparison.OrdinalIgnoreCase) == true;
        bool address = values.Any(entry => entry.Value.Length > 0 && (entry.Key.StartsWith("IPADDR", StringComparison.Ordinal) || entry.Key == "IPV6ADDR"));
        return !loopback && starts && !dhcp && address ? [Value("DEVICE") ?? name] : [];

        string? Value(string key) => values.Where(entry => entry.Key == key).Select(entry => entry.Value).LastOrDefault();
    }
}
