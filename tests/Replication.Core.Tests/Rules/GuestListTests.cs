using Replication.Core.Rules;
using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Profiles;

namespace Replication.Core.Tests.Rules;

/// <summary>Every line of document 001's list, the lines of 002, and what stands beside each and is not meant.</summary>
public class GuestListTests
{
    private static FindingStatus Status(GuestOperatingSystem guest, RuleProfileName profile = RuleProfileName.Current) =>
        GuestList.Check("web01", guest, RuleProfiles.Get(profile)).Status;

    private static GuestOperatingSystem Windows(string version, string? edition, int? bits = 64, string product = "Windows Server", string? language = "en-US") =>
        new(GuestFamily.Windows, product, version, edition, bits, language);

    private static GuestOperatingSystem Linux(string product, string version) => new(GuestFamily.Linux, product, version, Bits: 64);

    private static void WindowsLine(string version, string rule, string[] editions, string[] others)
    {
        foreach (string edition in editions)
        {
            Finding passed = GuestList.Check("web01", Windows(version, edition), RuleProfiles.Get(RuleProfileName.Current));
            Assert.Equal((FindingStatus.Passed, rule), (passed.Status, passed.RuleId));
            Assert.Equal(FindingStatus.Failed, Status(Windows(version, edition, bits: 32)));
            Assert.Equal(FindingStatus.Unknown, Status(Windows(version, edition, bits: null)));
        }

        foreach (string edition in others)
        {
            Finding refused = GuestList.Check("web01", Windows(version, edition), RuleProfiles.Get(RuleProfileName.Current));
            Assert.True(refused.Blocks);
            Assert.Equal("OsNotSupported", refused.ErrorId);
            Assert.Equal($"Windows Server {version} {edition} 64-bit en-US is not on the HotAdd list (Current).", refused.Found);
        }

        Assert.Equal(FindingStatus.Unknown, Status(Windows(version, edition: null)));
    }

    private static void LinuxLine(string product, string rule, string[] listed, string[] others)
    {
        foreach (string version in listed)
        {
            Finding passed = GuestList.Check("web01", Linux(product, version), RuleProfiles.Get(RuleProfileName.Current));
            Assert.True(passed.Status == FindingStatus.Passed, $"{product} {version}");
            Assert.Equal(rule, passed.RuleId);
        }

        Assert.All(others, version => Assert.True(Status(Linux(product, version)) == FindingStatus.Failed, $"{product} {version}"));
    }

    [Fact]
    public void HOT_03_Windows_Server_2008_R2() => WindowsLine("2008 R2", "HOT-03", ["Standard", "Web", "Datacenter", "Enterprise"], ["Foundation", "HPC"]);

    [Fact]
    public void HOT_04_Windows_Server_2012() => WindowsLine("2012", "HOT-04", ["Standard", "Datacenter"], ["Essentials", "Foundation", "Enterprise"]);

    [Fact]
    public void HOT_05_Windows_Server_2012_R2_and_no_Nano_Server() => WindowsLine("2012 R2", "HOT-05", ["Standard", "Datacenter"], ["Nano", "Essentials"]);

    [Fact]
    public void HOT_06_Windows_Server_2016() => WindowsLine("2016", "HOT-06", ["Standard", "Datacenter"], ["Essentials"]);

    [Fact]
    public void HOT_07_Windows_Server_1709() => WindowsLine("1709", "HOT-07", ["Standard", "Datacenter"], ["Essentials"]);

    [Fact]
    public void HOT_08_Windows_Server_1803() => WindowsLine("1803", "HOT-08", ["Standard", "Datacenter"], ["Essentials"]);

    [Fact]
    public void HOT_09_Windows_Server_2019() => WindowsLine("2019", "HOT-09", ["Standard", "Datacenter"], ["Essentials"]);

    [Theory]
    [InlineData("2003")]
    [InlineData("2008")]
    [InlineData("1809")]
    [InlineData("2022")]
    public void HOT_09_other_versions_of_Windows_Server_are_not_listed(string version) => Assert.Equal(FindingStatus.Failed, Status(Windows(version, "Standard")));

    [Theory]
    [InlineData("Home", "en-US", 64, FindingStatus.Passed)]
    [InlineData("Professional", "en-US", 64, FindingStatus.Passed)]
    [InlineData("Enterprise", "en-US", 64, FindingStatus.Passed)]
    [InlineData("Education", "en-US", 64, FindingStatus.Passed)]
    [InlineData("Professional", "de-DE", 64, FindingStatus.Failed)]
    [InlineData("Professional", "en-US", 32, FindingStatus.Failed)]
    [InlineData("Mobile", "en-US", 64, FindingStatus.Failed)]
    [InlineData("Professional", null, 64, FindingStatus.Unknown)]
    public void HOT_10_Windows_10_in_US_English(string edition, string? language, int bits, FindingStatus expected) =>
        Assert.Equal(expected, Status(Windows("10", edition, bits, "Windows", language)));

    [Fact]
    public void HOT_11_CentOS() => LinuxLine("centos", "HOT-11", ["6", "6.10", "7.9", "8", "8.5"], ["5.11", "9", "70"]);

    [Fact]
    public void HOT_12_Oracle_Linux() => LinuxLine("ol", "HOT-12", ["6.1", "7", "8.9"], ["5.9", "9.2"]);

    [Fact]
    public void HOT_13_RHEL() => LinuxLine("rhel", "HOT-13", ["6.0", "7.9", "8.10"], ["5.11", "9.3"]);

    [Fact]
    public void HOT_14_SUSE_15_and_above() => LinuxLine("sles", "HOT-14", ["15", "15.5", "16.0"], ["14", "12.5", "11.4", "tumbleweed"]);

    [Fact]
    public void HOT_15_Ubuntu() => LinuxLine(
        "ubuntu", "HOT-15", ["14.04", "14.10", "15.04", "16.04", "16.10", "17.04", "18.04", "20.04", "21.10", "22.04", "22.10"],
        ["12.04", "15.10", "17.10", "18.10", "19.04", "19.10", "20.10", "21.04", "23.04", "24.04"]);

    [Fact]
    public void HOT_02_what_is_not_known_is_not_on_the_list()
    {
        Assert.Equal(FindingStatus.Unknown, Status(GuestOperatingSystem.Unknown));
        Assert.Equal(FindingStatus.Unknown, Status(new GuestOperatingSystem(GuestFamily.Linux, "rhel")));
        Assert.Equal(FindingStatus.Failed, Status(Linux("debian", "12")));
    }

    [Theory]
    [InlineData("Windows Server", "2019", "Standard", FindingStatus.Passed)]
    [InlineData("Windows Server", "2019", "Essentials", FindingStatus.Failed)]
    [InlineData("Windows Server", "2016", "Essentials", FindingStatus.Passed)] // 002 names no edition here
    [InlineData("Windows Server", "2012 R2", "Standard", FindingStatus.Passed)]
    [InlineData("Windows Server", "2008 R2", "Standard", FindingStatus.Passed)]
    [InlineData("Windows Server", "2012", "Standard", FindingStatus.Failed)]
    [InlineData("Windows Server", "1709", "Standard", FindingStatus.Failed)]
    [InlineData("centos", "7.4", null, FindingStatus.Passed)]
    [InlineData("centos", "6.9", null, FindingStatus.Failed)]
    [InlineData("rhel", "6.9", null, FindingStatus.Passed)]
    [InlineData("rhel", "8.1", null, FindingStatus.Failed)]
    [InlineData("ubuntu", "18.10", null, FindingStatus.Passed)]
    [InlineData("ubuntu", "20.04", null, FindingStatus.Failed)]
    [InlineData("sles", "15", null, FindingStatus.Failed)]
    [InlineData("ol", "7.9", null, FindingStatus.Failed)]
    public void HOT_02_the_list_of_profile_legacy(string product, string version, string? edition, FindingStatus expected) =>
        Assert.Equal(expected, Status(new GuestOperatingSystem(null, product, version, edition, 64), RuleProfileName.Legacy));

    [Fact]
    public void HOT_02_every_entry_of_every_profile_cites_its_rule_and_its_source()
    {
        foreach (RuleProfileName name in Enum.GetValues<RuleProfileName>())
        {
            RuleProfile profile = RuleProfiles.Get(name);
            IEnumerable<(string Rule, string Source)> entries =
            [
                (profile.Preference.Rule, profile.Preference.Source), (profile.CrossVendorNode.Rule, profile.CrossVendorNode.Source),
                (profile.HotAddNeedsGuestCredentials.Rule, profile.HotAddNeedsGuestCredentials.Source), (profile.HotAddTakesGptBoot.Rule, profile.HotAddTakesGptBoot.Source),
                (profile.HotAddTakesStaticAddress.Rule, profile.HotAddTakesStaticAddress.Source), (profile.ImportNeedsWindowsNode.Rule, profile.ImportNeedsWindowsNode.Source),
                (profile.NvmeTarget.Rule, profile.NvmeTarget.Source), (profile.LinuxNodeInjects.Rule, profile.LinuxNodeInjects.Source),
                (profile.DriverCompletion.Rule, profile.DriverCompletion.Source),
                .. profile.Slots.Select(slot => (slot.Rule, slot.Source)), .. profile.Guests.Select(guest => (guest.Rule, guest.Source)),
            ];
            Assert.All(entries, entry =>
            {
                Assert.Matches("^[A-Z]{3}-[0-9]{2}$", entry.Rule);
                Assert.False(string.IsNullOrWhiteSpace(entry.Source));
            });
            Assert.Equal((name, 2), (profile.Name, profile.Version));
        }
    }
}
