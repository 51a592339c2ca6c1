using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Profiles;
using Replication.Core.Sites;
using Replication.Disks.Guests;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Guests;

/// <summary>Windows guests on real NTFS with hives of hivex, read through mounts: in order, and with everything broken.</summary>
public sealed class WindowsImageTests : IDisposable
{
    private const string Mkfs = "mkfs.ntfs -q -F -Q";

    private static readonly string[] Rules =
        ["WIN-01", "WIN-02", "WIN-03", "WIN-04", "WIN-05", "WIN-06", "WIN-07", "WIN-08", "WIN-09", "WIN-10", "HOT-17"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WIN_01_to_10_HOT_17_HOT_19_server_in_order_in_an_mbr_passes()
    {
        GuestImage.Need("hivexsh", "ntfs-3g");
        string image = new GuestImage(_folder).Make(
            "good.raw", "msdos", new GuestImage.Part(3072, Mkfs, new WindowsTree(_folder, "c").Finish()));

        var facts = await Inspect.AsMountAsync(image);

        Assert.Equal(
            new GuestOperatingSystem(GuestFamily.Windows, "Windows Server", "2012 R2", "Standard", 64, "en-US"), facts.OperatingSystem);
        Assert.Equal(
            [GuestDriver.XenDisk, GuestDriver.XenNetwork, GuestDriver.Ena], facts.Windows.Drivers.Value.Order());
        foreach (string rule in Rules.Except(["WIN-10"]).Append("HOT-19")) Expect(facts, rule, FindingStatus.Passed);
        Expect(facts, "WIN-10", FindingStatus.NotApplicable);
    }

    [Fact]
    public async Task AWS_09_WIN_01_to_10_HOT_17_domain_controller_with_everything_broken_in_a_gpt_fails()
    {
        GuestImage.Need("hivexsh", "ntfs-3g");
        var tree = new WindowsTree(_folder, "c")
            .System(@"ControlSet002\Control\ProductOptions", "ProductType", "string:LanmanNT")
            .System(@"ControlSet002\Control\Terminal Server", "fDenyTSConnections", "dword:1")
            .System(@"ControlSet002\Control\TimeZoneInformation", "RealTimeIsUniversal", "dword:0")
            .System(@"ControlSet002\Services\SharedAccess\Parameters\FirewallPolicy\PublicProfile", "EnableFirewall", "dword:1")
            .Driver("xenvbd", 4)
            .Software(@"Microsoft\Windows NT\CurrentVersion", "ProductName", "string:Windows Server 2008 R2 Enterprise")
            .Software(@"Microsoft\Windows NT\CurrentVersion", "EditionID", "string:ServerEnterprise")
            .Software(@"Microsoft\NET Framework Setup\NDP\v4\Full", "Release", "dword:378388")
            .Software(@"Microsoft\Windows\CurrentVersion\Policies\System", "EnableLUA", "dword:1")
            .Software(@"Microsoft\Windows\CurrentVersion\Policies\System", "legalnoticetext", "string:Authorized use only")
            .Software(@"Microsoft\Windows NT\CurrentVersion\Winlogon", "AutoAdminLogon", "string:0");
        string image = new GuestImage(_folder).Make("bad.raw", "gpt", new GuestImage.Part(64, Mkfs, tree.Finish()));

        var facts = await Inspect.AsMountAsync(image);

        Assert.Equal(
            new GuestOperatingSystem(GuestFamily.Windows, "Windows Server", "2008 R2", "Enterprise", 64, "en-US"), facts.OperatingSystem);
        Assert.Equal(["Public"], facts.Windows.FirewallProfiles.Value);
        foreach (string rule in Rules) Expect(facts, rule, FindingStatus.Failed);
        Expect(facts, "HOT-20", FindingStatus.Passed);
        Assert.Contains(PlanOf(facts).Reasons, reason => reason.Kind == MethodReasonKind.GptBoot);
    }

    [Theory]
    [InlineData(false, FindingStatus.Passed)] // It has the drivers of Xen instances,
    [InlineData(true, FindingStatus.Failed)] // and none for NVMe.
    [InlineData(null, FindingStatus.Unknown)]
    public async Task AWS_11_drivers_of_a_windows_guest_are_told_from_its_disk(bool? nitro, FindingStatus expected)
    {
        GuestImage.Need("hivexsh", "ntfs-3g");
        string image = new GuestImage(_folder).Make("drivers.raw", "msdos", new GuestImage.Part(64, Mkfs, new WindowsTree(_folder, "c").Finish()));

        var drivers = GuestDrivers.Of(await Inspect.AsMountAsync(image));

        Assert.Equal(expected, GuestRules.DriversOnSource(drivers, new GuestDestination { Machine = "vm", Nitro = nitro, AccessNode = GuestFamily.Linux }).Status);
    }

    [Fact]
    public async Task A_hive_in_use_is_read_with_the_changes_of_its_log_and_not_at_all_without()
    {
        GuestImage.Need("hivexsh", "ntfs-3g");
        string before = new WindowsTree(_folder, "before").Finish();
        string after = new WindowsTree(_folder, "after").System(@"ControlSet002\Control\Terminal Server", "fDenyTSConnections", "dword:1").Finish();
        string hive = $"{before}/Windows/System32/config/SYSTEM";
        byte[] old = File.ReadAllBytes(hive);
        uint next = HiveBaseBlock.Secondary(old) + 1;
        File.WriteAllBytes(hive, HiveLogFile.Dirty(old));
        string without = new GuestImage(_folder).Make("without.raw", "msdos", new GuestImage.Part(64, Mkfs, before));
        File.WriteAllBytes($"{hive}.LOG2", HiveLogFile.Make(old, next, HiveLogFile.Entry(next, old, File.ReadAllBytes($"{after}/Windows/System32/config/SYSTEM"))));
        string with = new GuestImage(_folder).Make("with.raw", "msdos", new GuestImage.Part(64, Mkfs, before));

        var facts = await Inspect.AsMountAsync(with);
        Assert.False(facts.Windows.RemoteDesktopEnabled.Value);
        Assert.Contains("of its log", facts.Windows.RemoteDesktopEnabled.Source, StringComparison.Ordinal);
        Expect(await Inspect.AsMountAsync(without), "WIN-03", FindingStatus.Unknown);
    }

    [Fact]
    public async Task Group_policies_win_over_local_settings_and_absent_values_have_the_defaults_of_windows()
    {
        GuestImage.Need("hivexsh", "ntfs-3g");
        var tree = new WindowsTree(_folder, "c")
            .Software(@"Policies\Microsoft\Windows NT\Terminal Services", "fDenyTSConnections", "dword:1")
            .Software(@"Policies\Microsoft\WindowsFirewall\DomainProfile", "EnableFirewall", "dword:1")
            .Software(@"Microsoft\Windows\CurrentVersion\Policies\System", "EnableLUA", "hex:3:01");
        string image = new GuestImage(_folder).Make("policy.raw", "msdos", new GuestImage.Part(64, Mkfs, tree.Finish()));

        var windows = (await Inspect.AsMountAsync(image)).Windows;

        Assert.False(windows.RemoteDesktopEnabled.Value);
        Assert.Equal(["Domain"], windows.FirewallProfiles.Value);
        Assert.True(windows.UserAccountControl.Value);
        Assert.False(windows.AutoAdminLogonDisabled.Value);
        Assert.False(windows.LegalNotice.Value);
    }

    [Theory]
    [InlineData("Windows Server 2008 R2 Enterprise", "ServerEnterprise", "7601", "Windows Server", "2008 R2", "Enterprise")]
    [InlineData("Windows Server 2012 Standard", "ServerStandard", "9200", "Windows Server", "2012", "Standard")]
    [InlineData("Windows Server 2012 R2 Datacenter", "ServerDatacenter", "9600", "Windows Server", "2012 R2", "Datacenter")]
    [InlineData("Windows Server Datacenter", "ServerDatacenterACor", "17134", "Windows Server", "1803", "Datacenter")]
    [InlineData("Windows Server 2019 Standard", "ServerStandard", "17763", "Windows Server", "2019", "Standard")]
    [InlineData("Windows Server 2016 Datacenter", "ServerDatacenter", "14393", "Windows Server", "2016", "Datacenter")]
    [InlineData("Windows Server Standard", "ServerStandardACor", "16299", "Windows Server", "1709", "Standard")]
    [InlineData("Windows 10 Pro", "Professional", "19045", "Windows", "10", "Professional")]
    [InlineData("Windows 10 Enterprise", "Enterprise", "22631", "Windows", "11", "Enterprise")]
    [InlineData("Windows 10 Home", "Core", "19045", "Windows", "10", "Home")]
    public async Task HOT_03_to_10_products_are_told_in_the_words_of_the_lists(
        string name, string edition, string build, string product, string version, string shown)
    {
        GuestImage.Need("hivexsh", "ntfs-3g");
        const string key = @"Microsoft\Windows NT\CurrentVersion";
        var tree = new WindowsTree(_folder, "c").Software(key, "ProductName", $"string:{name}").Software(key, "EditionID", $"string:{edition}")
            .Software(key, "CurrentBuild", $"string:{build}").Software(key, "ReleaseId", $"string:{version}");
        string image = new GuestImage(_folder).Make("os.raw", "msdos", new GuestImage.Part(64, Mkfs, tree.Finish()));

        var system = (await Inspect.AsMountAsync(image)).OperatingSystem;

        Assert.Equal(new GuestOperatingSystem(GuestFamily.Windows, product, version, shown, 64, "en-US"), system);
    }

    [Fact]
    public async Task Damaged_hive_leaves_the_registry_unknown_and_the_rest_known()
    {
        GuestImage.Need("hivexsh", "ntfs-3g");
        string tree = new WindowsTree(_folder, "c").Finish();
        File.WriteAllBytes($"{tree}/Windows/System32/config/SOFTWARE", new byte[8192]);
        string image = new GuestImage(_folder).Make("damaged.raw", "msdos", new GuestImage.Part(64, Mkfs, tree));

        var facts = await Inspect.AsMountAsync(image);

        Expect(facts, "WIN-03", FindingStatus.Unknown);
        Expect(facts, "WIN-06", FindingStatus.Failed);
        Expect(facts, "WIN-08", FindingStatus.Passed);
    }

    /// <summary>What profile Legacy makes of it on the way to Amazon.</summary>
    private static TransferMethodPlan PlanOf(GuestFacts facts)
    {
        var node = new AccessNode("i-node", GuestFamily.Windows, OnAmazon: true) { Region = "eu-west-1", Zone = "eu-west-1a", Volumes = [] };
        var inventory = new TransferInventory(
            new TransferSource("vm", SiteKind.VMware, 1), new TransferDestination(SiteKind.Aws) { Region = "eu-west-1", Zone = "eu-west-1a", NvmeVolumes = false }, node)
        {
            Guest = facts.ToTransferGuest(),
            GuestCredentials = true,
        };
        return MethodSelection.Plan(inventory, RuleProfiles.Get(RuleProfileName.Legacy));
    }

    private static void Expect(GuestFacts facts, string rule, FindingStatus expected)
    {
        var finding = Inspect.Answer(facts, rule);
        Assert.True(finding.Status == expected, $"{rule} is {finding.Status}: {finding.Found}");
    }
}
