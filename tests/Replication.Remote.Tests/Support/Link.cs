using System.Globalization;
using System.Text.RegularExpressions;

namespace Replication.Remote.Tests.Support;

/// <summary>The way between the two networks to one port, which fails as it is told to.</summary>
internal sealed partial class Link(TwoNetworks networks, int port)
{
    // The one table is made anew with every change, in one transaction.
    private const string NoTable = "add table inet drill\ndelete table inet drill\n";

    public async Task CutAsync(LinkCut how)
    {
        if (how == LinkCut.Silence)
        {
            await networks.CableAsync(plugged: false);
            return;
        }

        await RuleAsync("input", $"tcp dport {port} counter name met reject with tcp reset");
        await networks.ResetAsync(port);
    }

    /// <summary>From now on no connection can be made.</summary>
    public Task RefuseConnectionsAsync(LinkCut how) => how == LinkCut.Silence
        ? RuleAsync("output", $"tcp sport {port} tcp flags & (syn | ack) == (syn | ack) counter name met drop")
        : RuleAsync("input", $"tcp dport {port} tcp flags & (syn | ack) == syn counter name met reject with tcp reset");

    /// <summary>From now on connections are made, and fail amid their handshake: what has content does not pass.</summary>
    public Task RefuseHandshakesAsync(LinkCut how)
    {
        // An empty segment has 52 to 60 bytes, a hello of either side hundreds.
        const int longestEmpty = 100;
        return how == LinkCut.Silence
            ? RuleAsync("output", $"tcp sport {port} meta length > {longestEmpty} counter name met drop")
            : RuleAsync("input", $"tcp dport {port} meta length > {longestEmpty} counter name met reject with tcp reset");
    }

    /// <summary>A firewall that takes what comes for a port and says nothing, or says that an administrator forbids it.</summary>
    public Task FilterAsync(int closed, bool tells) => RuleAsync("input", $"tcp dport {closed} counter name met {(tells ? "reject with icmpx admin-prohibited" : "drop")}");

    /// <summary>How many packets the rule that holds now has met.</summary>
    public async Task<long> MetAsync() =>
        long.Parse(Packets().Match(await networks.FirewallThereAsync("list counter inet drill met\n")).Groups[1].Value, CultureInfo.InvariantCulture);

    public async Task HealAsync()
    {
        await networks.FirewallThereAsync(NoTable);
        await networks.CableAsync(plugged: true);
    }

    private Task RuleAsync(string hook, string rule) => networks.FirewallThereAsync(
        $$"""
        {{NoTable}}
        table inet drill {
            counter met { }
            chain cut {
                type filter hook {{hook}} priority 0; policy accept;
                {{rule}}
            }
        }

        """);

    [GeneratedRegex(@"packets (\d+) bytes")]
    private static partial Regex Packets();
}
