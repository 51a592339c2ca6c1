namespace Replication.Disks.Guests;

/// <summary>One connection of NetworkManager (nm-settings-keyfile(5)): method=manual of IPv4, or of IPv6 alone.</summary>
internal static class NetworkManagerKeyfile
{
    public static IEnumerable<string> StaticInterfaces(string text)
    {
        var values = KeyValueFile.Parse(text);
        if (Value("connection", "type") == "loopback" || Value("connection", "autoconnect") == "false") return [];
        bool isStatic = Value("ipv4", "method") == "manual" || (Value("ipv4", "method") != "auto" && Value("ipv6", "method") == "manual");
        return isStatic ? [Value("connection", "interface-name") ?? Value("connection", "id") ?? "a connection"] : [];

        string? Value(string section, string key) =>
            values.Where(entry => entry.Section == section && entry.Key == key).Select(entry => entry.Value).LastOrDefault();
    }
}
