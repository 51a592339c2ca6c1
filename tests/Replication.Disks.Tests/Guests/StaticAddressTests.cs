using Replication.Disks.Guests;

namespace Replication.Disks.Tests.Guests;

/// <summary>HOT-18: the five places where distributions keep addresses, each with and without DHCP.</summary>
public class StaticAddressTests
{
    public static TheoryData<string, string, string> Files() => new()
    {
        { "/etc/netplan/01.yaml", "network:\n  version: 2\n  ethernets:\n    eth0:\n      dhcp4: true\n", "" },
        { "/etc/netplan/01.yaml", "network:\n  ethernets:\n    eth0:\n      addresses: [10.0.0.5/24]\n      nameservers: {}\n".Replace("{}", "\n        addresses: [1.1.1.1]"), "eth0" },
        { "/etc/netplan/01.yaml", "network:\n  ethernets:\n    eth0:\n      addresses:\n      - 10.0.0.5/24\n    eth1:\n      dhcp4: yes\n", "eth0" },
        { "/etc/netplan/01.yaml", "network:\n  ethernets:\n    eth0:\n      dhcp4: true # by hand\n      addresses:\n        - \"10.0.0.5/24\"\n", "" },
        { "/etc/netplan/01.yaml", "network:\n  ethernets:\n    eth0:\n      dhcp4: no\n      nameservers:\n        addresses: [1.1.1.1]\n", "" },
        { "/etc/netplan/01.yaml", "network:\n  bonds:\n    bond0:\n      addresses: [ \"10.0.0.5/24\" ]\n", "bond0" },
        { "/etc/sysconfig/network-scripts/ifcfg-eth0", "DEVICE=\"eth0\"\nBOOTPROTO=\"dhcp\"\n", "" },
        { "/etc/sysconfig/network-scripts/ifcfg-eth0", "DEVICE=eth0\nBOOTPROTO=static\nIPADDR=10.0.0.5\n", "eth0" },
        { "/etc/sysconfig/network-scripts/ifcfg-eth0", "DEVICE=eth0\nBOOTPROTO=none\nONBOOT=no\nIPADDR=10.0.0.5\n", "" },
        { "/etc/sysconfig/network-scripts/ifcfg-lo", "DEVICE=lo\nIPADDR=127.0.0.1\n", "" },
        { "/etc/sysconfig/network/ifcfg-eth0", "BOOTPROTO='static'\nIPADDR='10.0.0.5/24'\nSTARTMODE='auto'\n", "eth0" },
        { "/etc/NetworkManager/system-connections/a.nmconnection", "[connection]\ninterface-name=ens3\n[ipv4]\nmethod=manual\naddress1=10.0.0.5/24\n", "ens3" },
        { "/etc/NetworkManager/system-connections/a.nmconnection", "[connection]\nid=a\n[ipv4]\nmethod=auto\n[ipv6]\nmethod=manual\n", "" },
        { "/etc/systemd/network/10.network", "[Match]\nName=ens5\n[Network]\nAddress=10.0.0.5/24\n", "ens5" },
        { "/etc/systemd/network/10.network", "[Match]\nName=ens5\n[Network]\nDHCP=yes\n", "" },
        { "/etc/systemd/network/10.network", "[Match]\nName=lo\n[Address]\nAddress=10.0.0.5/24\n", "" },
        { "/etc/network/interfaces", "auto lo\niface lo inet loopback\niface eth0 inet static\n  address 10.0.0.5\n", "eth0" },
        { "/etc/network/interfaces", "iface eth0 inet dhcp\niface eth0 inet6 static\n", "" },
        { "/etc/network/interfaces.d/eth1", "iface eth1 inet static\n", "eth1" },
        { "/etc/hostname", "vm", "" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task HOT_18_static_addresses_are_found_where_distributions_keep_them(string path, string content, string expected)
    {
        var fact = await StaticAddresses.ReadAsync(new MemoryVolume().File(path, content).Tree, CancellationToken.None);

        Assert.Equal(expected.Length == 0 ? [] : [$"{expected} ({path})"], fact.Value);
    }

    [Theory]
    [InlineData("network:\n  ethernets:\n    eth0: &shared\n      dhcp4: true\n")]
    [InlineData("network: {ethernets: {eth0: {addresses: [10.0.0.5/24]}}}\n")]
    [InlineData("network:\n  ethernets:\n    eth0:\n      addresses: *shared\n")]
    public void HOT_18_yaml_that_could_be_misread_is_refused(string content) =>
        Assert.Throws<GuestFileException>(() => Netplan.StaticInterfaces("/etc/netplan/01.yaml", content).ToList());
}
