using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using static Replication.Core.Tests.Rules.Guests.Guests;

namespace Replication.Core.Tests.Rules.Guests;

public class LinuxRulesTests
{
    private static readonly GuestDestination Nitro = Destination with { Nitro = true };

    [Fact]
    public void Guest_in_order_passes_every_rule_of_its_family()
    {
        var findings = GuestRules.Evaluate(GoodLinux, Nitro);

        Assert.All(
            findings.Where(finding => finding.RuleId is ['L', ..] or "HOT-18" or "HOT-21" or "NOD-03"),
            finding => Assert.Equal(FindingStatus.Passed, finding.Status));
        Assert.All(findings.Where(finding => finding.RuleId is ['W', ..]), finding => Assert.Equal(FindingStatus.NotApplicable, finding.Status));
    }

    [Fact]
    public void LNX_01_ssh_is_enabled()
    {
        var finding = GoodLinux.With((LinuxFacts linux) => linux with { SshEnabled = Known(false) }).Answer("LNX-01");

        Assert.True(finding.Blocks);
        Assert.Equal("PrereqFailed.Ssh", finding.ErrorId);
    }

    [Fact]
    public void LNX_02_firewall_permits_ssh()
    {
        var finding = GoodLinux.With((LinuxFacts linux) => linux with { FirewallPermitsSsh = Known(false) }).Answer("LNX-02");

        Assert.True(finding.Blocks);
        Assert.Equal("PrereqFailed.HostFirewall", finding.ErrorId);
    }

    [Theory]
    [InlineData("LNX-03", GuestDriver.XenDisk, DriverAvailability.Missing, FindingStatus.Failed)]
    [InlineData("LNX-03", GuestDriver.XenDisk, DriverAvailability.Module, FindingStatus.Failed)]
    [InlineData("LNX-03", GuestDriver.XenDisk, DriverAvailability.Initramfs, FindingStatus.Passed)]
    [InlineData("LNX-03", GuestDriver.XenDisk, DriverAvailability.BuiltIn, FindingStatus.Passed)]
    [InlineData("LNX-04", GuestDriver.XenNetwork, DriverAvailability.Missing, FindingStatus.Failed)]
    [InlineData("LNX-04", GuestDriver.XenNetwork, DriverAvailability.Module, FindingStatus.Passed)]
    [InlineData("LNX-04", GuestDriver.XenNetwork, DriverAvailability.BuiltIn, FindingStatus.Passed)]
    [InlineData("LNX-05", GuestDriver.Nvme, DriverAvailability.Missing, FindingStatus.Failed)]
    [InlineData("LNX-05", GuestDriver.Nvme, DriverAvailability.Module, FindingStatus.Failed)]
    [InlineData("LNX-05", GuestDriver.Nvme, DriverAvailability.Initramfs, FindingStatus.Passed)]
    [InlineData("LNX-06", GuestDriver.Ena, DriverAvailability.Missing, FindingStatus.Failed)]
    [InlineData("LNX-06", GuestDriver.Ena, DriverAvailability.Module, FindingStatus.Passed)]
    public void LNX_03_LNX_04_LNX_05_LNX_06_drivers_are_where_they_are_needed(
        string rule, GuestDriver driver, DriverAvailability how, FindingStatus expected) =>
        Assert.Equal(expected, GoodLinux.With(driver, Known(how)).Answer(rule, Nitro).Status);

    [Theory]
    [InlineData(true, DriverAvailability.Missing, FindingStatus.Failed)]
    [InlineData(false, DriverAvailability.Missing, FindingStatus.NotApplicable)]
    [InlineData(null, DriverAvailability.Missing, FindingStatus.Unknown)]
    [InlineData(null, DriverAvailability.Initramfs, FindingStatus.Passed)]
    public void LNX_05_LNX_06_concern_nitro_targets(bool? nitro, DriverAvailability how, FindingStatus expected)
    {
        var facts = GoodLinux.With(GuestDriver.Nvme, Known(how)).With(GuestDriver.Ena, Known(how));

        Assert.Equal(expected, facts.Answer("LNX-05", Destination with { Nitro = nitro }).Status);
        Assert.Equal(expected, facts.Answer("LNX-06", Destination with { Nitro = nitro }).Status);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(null, true)]
    [InlineData(true, false)]
    public void LNX_03_LNX_04_do_not_stop_a_move_to_nitro(bool? nitro, bool blocks)
    {
        var facts = GoodLinux.With(GuestDriver.XenDisk, Known(DriverAvailability.Missing))
            .With(GuestDriver.XenNetwork, Known(DriverAvailability.Missing));

        Assert.Equal(blocks, facts.Answer("LNX-03", Destination with { Nitro = nitro }).Blocks);
        Assert.Equal(blocks, facts.Answer("LNX-04", Destination with { Nitro = nitro }).Blocks);
    }

    [Theory]
    [InlineData(BootLoader.Grub2, FindingStatus.Passed)]
    [InlineData(BootLoader.GrubLegacy, FindingStatus.Passed)]
    [InlineData(BootLoader.SystemdBoot, FindingStatus.Failed)]
    [InlineData(BootLoader.Lilo, FindingStatus.Failed)]
    [InlineData(BootLoader.Syslinux, FindingStatus.Failed)]
    [InlineData(BootLoader.None, FindingStatus.Failed)]
    public void LNX_07_boot_loader_is_grub(BootLoader loader, FindingStatus expected) =>
        Assert.Equal(expected, GoodLinux.With((LinuxFacts linux) => linux with { BootLoader = Known(loader) }).Answer("LNX-07").Status);

    [Theory]
    [InlineData("ext2", true)]
    [InlineData("ext3", true)]
    [InlineData("ext4", true)]
    [InlineData("btrfs", true)]
    [InlineData("jfs", true)]
    [InlineData("xfs", true)]
    [InlineData("zfs_member", false)]
    [InlineData("reiserfs", false)]
    [InlineData("f2fs", false)]
    public void LNX_08_HOT_21_root_file_system_is_one_of_six(string kind, bool supported)
    {
        var facts = GoodLinux.With((LinuxFacts linux) => linux with { RootFileSystem = Known(kind) });

        Assert.Equal(!supported, facts.Answer("LNX-08").Blocks);
        Assert.Equal(!supported, facts.Answer("HOT-21").Blocks);
        Assert.Equal("RootFsNotSupported", facts.Answer("HOT-21").ErrorId);
        Assert.Contains(kind, facts.Answer("HOT-21").Found, StringComparison.Ordinal);
    }

    [Fact]
    public void LNX_09_device_names_in_fstab_are_a_warning()
    {
        var finding = GoodLinux.With((LinuxFacts linux) => linux with { FstabDeviceNames = Known<IReadOnlyList<string>>(["/dev/sda1 on /"]) })
            .Answer("LNX-09");

        Assert.Equal((FindingStatus.Failed, FindingSeverity.Warning), (finding.Status, finding.Severity));
        Assert.Contains("/dev/sda1 on /", finding.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void HOT_18_static_address_stops_hot_add_alone()
    {
        var facts = GoodLinux.With((LinuxFacts linux) => linux with { StaticAddresses = Known<IReadOnlyList<string>>(["eth0 (/etc/netplan/1.yaml)"]) });

        Assert.True(facts.Answer("HOT-18").Blocks);
        Assert.False(facts.Answer("HOT-18", Destination with { HotAdd = false }).Blocks);
        Assert.Equal("StaticIpNeedsImport", facts.Answer("HOT-18").ErrorId);
        Assert.Contains("eth0", facts.Answer("HOT-18").Found, StringComparison.Ordinal);
    }
}
