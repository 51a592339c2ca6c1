namespace Replication.Disks.Guests;

/// <summary>Debian's /etc/network/interfaces (interfaces(5)): "iface NAME inet static".</summary>
internal static class InterfacesFile
{
    public static IEnumerable<string> StaticInterfaces(string text)
    {
        var dhcp = new HashSet<string>();
        var fixedOnes = new List<string>();
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words is not ["iface", var name, "inet" or "inet6", var method, ..] || name == "lo") continue;
            if (method == "dhcp") dhcp.Add(name);
            if (method == "static" && !fixedOnes.Contains(name)) fixedOnes.Add(name);
        }

        return fixedOnes.Where(name => !dhcp.Contains(name));
    }
}
