using Replication.Core.Rules.Guests;

namespace Replication.Disks.Guests;

/// <summary>
/// Whether every firewall that starts with the guest lets SSH in. Rules that are not loaded at the start do not count; a
/// firewall of another make is not noticed.
/// </summary>
internal static class HostFirewallFacts
{
    private static readonly (string Unit, string[] Files)[] Iptables =
    [
        ("iptables.service", ["/etc/sysconfig/iptables"]),
        ("netfilter-persistent.service", ["/etc/iptables/rules.v4"]),
        ("iptables-persistent.service", ["/etc/iptables/rules.v4"]),
    ];

    public static async ValueTask<Fact<bool>> ReadAsync(GuestTree tree, CancellationToken cancellationToken)
    {
        var sources = new List<string>();
        bool? all = true;
        if (await IsEnabledAsync("firewalld.service"))
        {
            (bool permits, string source) = await FirewalldZone.ReadAsync(tree, cancellationToken);
            Add(permits, source);
        }

        if (await tree.ReadTextAsync("/etc/ufw/ufw.conf", cancellationToken) is { } ufw && KeyValueFile.Find(ufw, "ENABLED") == "yes")
        {
            foreach (string path in (string[])["/etc/ufw/user.rules", "/lib/ufw/user.rules"])
            {
                if (await tree.ReadTextAsync(path, cancellationToken) is not { } rules) continue;
                Add(UfwRules.PermitSsh(rules, await tree.ReadTextAsync("/etc/default/ufw", cancellationToken)), path);
                break;
            }
        }

        foreach (var (unit, files) in Iptables)
        {
            if (!await IsEnabledAsync(unit)) continue;
            foreach (string path in files)
            {
                if (await tree.ReadTextAsync(path, cancellationToken) is { } rules) Add(IptablesRules.PermitSsh(rules), path);
            }
        }

        if (await IsEnabledAsync("nftables.service"))
        {
            foreach (string path in (string[])["/etc/nftables.conf", "/etc/sysconfig/nftables.conf"])
            {
                if (await tree.ReadTextAsync(path, cancellationToken) is { } rules) Add(NftablesRules.PermitSsh(rules), path);
            }
        }

        return all switch
        {
            { } known => Fact<bool>.Known(known, sources.Count == 0 ? "no firewall starts with the system" : string.Join(", ", sources)),
            null => Fact<bool>.Unknown($"the rules decide in ways that only the kernel can follow: {string.Join(", ", sources)}"),
        };

        async ValueTask<bool> IsEnabledAsync(string unit) => await ServiceUnits.EnabledByAsync(tree, [unit], cancellationToken) is not null;

        void Add(bool? permits, string source)
        {
            all &= permits;
            sources.Add(source);
        }
    }
}
