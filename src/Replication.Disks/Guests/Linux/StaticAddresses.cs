using Replication.Core.Rules.Guests;

namespace Replication.Disks.Guests;

/// <summary>
/// Interfaces with a fixed IPv4 or IPv6 address, in whichever of the five places the distribution keeps them. An address
/// beside DHCP does no harm; the loopback interface has one always.
/// </summary>
internal static class StaticAddresses
{
    public static async ValueTask<Fact<IReadOnlyList<string>>> ReadAsync(GuestTree tree, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        int files = 0;
        await EachAsync("/etc/netplan", ".yaml", Netplan.StaticInterfaces);
        await EachAsync("/etc/sysconfig/network-scripts", "", IfcfgFile);
        await EachAsync("/etc/sysconfig/network", "", IfcfgFile);
        await EachAsync("/etc/NetworkManager/system-connections", "", (_, text) => NetworkManagerKeyfile.StaticInterfaces(text));
        await EachAsync("/etc/systemd/network", ".network", (_, text) => NetworkdFile.StaticInterfaces(text));
        await EachAsync("/etc/network/interfaces.d", "", (_, text) => InterfacesFile.StaticInterfaces(text));
        if (await tree.ReadTextAsync("/etc/network/interfaces", cancellationToken) is { } interfaces)
        {
            Add("/etc/network/interfaces", InterfacesFile.StaticInterfaces(interfaces));
        }

        return Fact<IReadOnlyList<string>>.Known(found, files == 0 ? "no network configuration is in /etc" : $"{files} files in /etc");

        async ValueTask EachAsync(string folder, string suffix, Func<string, string, IEnumerable<string>> parse)
        {
            foreach (string name in await tree.ListAsync(folder, cancellationToken))
            {
                string path = $"{folder}/{name}";
                if (!name.EndsWith(suffix, StringComparison.Ordinal) || await tree.FindAsync(path, cancellationToken) is not { Kind: EntryKind.File }) continue;
                if (await tree.ReadTextAsync(path, cancellationToken) is { } text) Add(path, parse(path, text));
            }
        }

        void Add(string path, IEnumerable<string> interfaces)
        {
            files++;
            found.AddRange(interfaces.Select(name => $"{name} ({path})"));
        }
    }

    /// <summary>These folders hold other files too.</summary>
    private static IEnumerable<string> IfcfgFile(string path, string text)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        return name.StartsWith("ifcfg-", StringComparison.Ordinal) ? Ifcfg.StaticInterfaces(name["ifcfg-".Length..], text) : [];
    }
}
