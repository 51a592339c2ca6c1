using Replication.Disks.Guests;

namespace Replication.Disks.Tests.Guests;

/// <summary>Rules as the firewalls of Linux save them, with and without SSH.</summary>
public class HostFirewallTests
{
    private const string Head = "# saved\n*nat\n:PREROUTING DROP [0:0]\n-A PREROUTING -j DROP\nCOMMIT\n*filter\n";

    public static TheoryData<string, bool> Iptables() => new()
    {
        { ":INPUT ACCEPT [0:0]\nCOMMIT", true },
        { ":INPUT DROP [0:0]\nCOMMIT", false },
        { ":INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT", true },
        { ":INPUT DROP [0:0]\n-A INPUT -p udp -m udp --dport 22 -j ACCEPT", false },
        { ":INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m multiport --dports 80,20:25 -j DROP", false },
        { ":INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m multiport --dports 80,443 -j DROP", true },
        { ":INPUT DROP [0:0]\n-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -i lo -j ACCEPT", false },
        { ":INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m state --state NEW -m tcp --dport 22 -j ACCEPT\n-A INPUT -j REJECT --reject-with x", true },
        { ":INPUT ACCEPT [0:0]\n-A INPUT -j REJECT --reject-with x\n-A INPUT -p tcp --dport 22 -j ACCEPT", false },
        { ":INPUT DROP [0:0]\n-A INPUT -j SSH\n-A SSH -p tcp --dport 22 -j ACCEPT", true },
        { ":INPUT DROP [0:0]\n-A INPUT -j SSH\n-A SSH -j RETURN\n-A SSH -p tcp --dport 22 -j ACCEPT", false },
        { ":INPUT ACCEPT [0:0]\n-A INPUT -s 192.0.2.1/32 -j DROP", true },
        { ":INPUT DROP [0:0]\n-A INPUT -s 10.0.0.0/8 -p tcp --dport 22 -j ACCEPT", true },
        { ":INPUT DROP [0:0]\n-A INPUT ! -i lo -j ACCEPT", true },
        { ":INPUT ACCEPT [0:0]\n-A INPUT -p tcp ! --dport 22 -j DROP", true },
        { ":INPUT DROP [0:0]\n-A INPUT -j A\n-A A -j B\n-A B -j A", false },
    };

    public static TheoryData<string, bool?> Nftables() => new()
    {
        { "table inet filter { chain input { type filter hook input priority 0; policy accept; } }", true },
        { "table inet filter { chain input { type filter hook input priority 0; policy drop; } }", false },
        { "table inet f {\n chain input {\n type filter hook input priority 0; policy drop;\n tcp dport 22 accept\n }\n}", true },
        { "table inet f {\n chain input {\n type filter hook input priority 0; policy drop;\n tcp dport { 80, ssh } accept\n }\n}", true },
        { "table inet f {\n chain input {\n type filter hook input priority 0; policy drop;\n tcp dport { 80, 443 } accept\n }\n}", false },
        { "table inet f {\n chain input {\n type filter hook input priority 0; policy drop;\n iifname \"lo\" accept\n ct state established,related accept\n }\n}", false },
        { "table inet f {\n chain input {\n type filter hook input priority 0; policy accept;\n # comment\n reject\n }\n}", false },
        { "table inet f {\n chain input {\n type filter hook input priority 0; policy accept;\n ip saddr 192.0.2.1 drop\n }\n}", true },
        { "table inet f {\n chain input {\n type filter hook input priority 0; policy drop;\n jump services\n }\n}", null },
        { "table inet f {\n chain input {\n type filter hook input priority 0; policy drop;\n tcp dport @open accept\n }\n}", null },
        { "table inet f {\n chain output {\n type filter hook output priority 0; policy drop;\n }\n}", true },
        { "include \"/etc/nftables/*.nft\"", null },
    };

    [Theory]
    [MemberData(nameof(Iptables))]
    public void LNX_02_iptables(string rules, bool permits) => Assert.Equal(permits, IptablesRules.PermitSsh(Head + rules + "\n"));

    [Theory]
    [MemberData(nameof(Nftables))]
    public void LNX_02_nftables(string rules, bool? permits) => Assert.Equal(permits, NftablesRules.PermitSsh(rules));

    [Theory]
    [InlineData("<zone><service name=\"ssh\"/></zone>", true)]
    [InlineData("<zone><service name=\"dhcpv6-client\"/></zone>", false)]
    [InlineData("<zone><port protocol=\"tcp\" port=\"20-25\"/></zone>", true)]
    [InlineData("<zone><port protocol=\"udp\" port=\"22\"/></zone>", false)]
    [InlineData("<zone target=\"ACCEPT\"/>", true)]
    [InlineData("<zone target=\"DROP\"/>", false)]
    public async Task LNX_02_firewalld(string zone, bool permits)
    {
        var tree = new MemoryVolume().Enabled("firewalld.service").File("/etc/firewalld/firewalld.conf", "# x\nDefaultZone=work\n")
            .File("/usr/lib/firewalld/zones/work.xml", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + zone).Tree;

        Assert.Equal(permits, (await HostFirewallFacts.ReadAsync(tree, CancellationToken.None)).Value);
    }

    [Theory]
    [InlineData("<zone><service")]
    [InlineData("<!DOCTYPE z [<!ENTITY a \"b\">]><zone>&a;</zone>")]
    public void LNX_02_zone_that_is_no_document_is_refused(string text) =>
        Assert.Throws<GuestFileException>(() => FirewalldZone.Permits("zone", text));

    [Theory]
    [InlineData("### tuple ### allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in\n", "DROP", true)]
    [InlineData("### tuple ### limit tcp 22 0.0.0.0/0 any 0.0.0.0/0 in\n", "DROP", true)]
    [InlineData("### tuple ### allow tcp 80 0.0.0.0/0 any 0.0.0.0/0 in\n", "DROP", false)]
    [InlineData("### tuple ### deny any 22 0.0.0.0/0 any 0.0.0.0/0 in\n", "ACCEPT", false)]
    [InlineData("### tuple ### deny any 22 0.0.0.0/0 any 192.0.2.1 in\n", "ACCEPT", true)]
    [InlineData("### tuple ### allow any 22 0.0.0.0/0 any 0.0.0.0/0 out\n", "DROP", false)]
    [InlineData("", "ACCEPT", true)]
    public async Task LNX_02_ufw(string rules, string policy, bool permits)
    {
        var tree = new MemoryVolume().File("/etc/ufw/ufw.conf", "ENABLED=yes\n").File("/etc/ufw/user.rules", "*filter\n" + rules)
            .File("/etc/default/ufw", $"DEFAULT_INPUT_POLICY=\"{policy}\"\n").Tree;

        Assert.Equal(permits, (await HostFirewallFacts.ReadAsync(tree, CancellationToken.None)).Value);
    }

    [Fact]
    public async Task LNX_02_rules_of_a_firewall_that_does_not_start_do_not_count()
    {
        var tree = new MemoryVolume().File("/etc/sysconfig/iptables", "*filter\n:INPUT DROP [0:0]\n").File("/etc/ufw/ufw.conf", "ENABLED=no\n").Tree;

        Assert.True((await HostFirewallFacts.ReadAsync(tree, CancellationToken.None)).Value);
    }

    [Fact]
    public async Task LNX_02_one_blocking_firewall_is_enough_and_an_opaque_one_leaves_it_unknown()
    {
        const string opaque = "table inet f {\n chain input {\n type filter hook input priority 0; policy drop;\n jump services\n }\n}";
        var volume = new MemoryVolume().Enabled("nftables.service").File("/etc/nftables.conf", opaque);
        var unknown = await HostFirewallFacts.ReadAsync(volume.Tree, CancellationToken.None);
        var tree = volume.Enabled("iptables.service").File("/etc/sysconfig/iptables", "*filter\n:INPUT DROP [0:0]\n").Tree;

        Assert.False(unknown.IsKnown);
        Assert.False((await HostFirewallFacts.ReadAsync(tree, CancellationToken.None)).Value);
    }
}
