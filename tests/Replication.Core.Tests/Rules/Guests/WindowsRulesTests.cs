using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using static Replication.Core.Tests.Rules.Guests.Guests;

namespace Replication.Core.Tests.Rules.Guests;

public class WindowsRulesTests
{
    [Fact]
    public void Guest_in_order_passes_every_rule_of_its_family()
    {
        var findings = GuestRules.Evaluate(GoodWindows, Destination);

        Assert.All(
            findings.Where(finding => finding.RuleId is ['W', ..] or "HOT-17" or "HOT-19"),
            finding => Assert.Equal(finding.RuleId == "WIN-10" ? FindingStatus.NotApplicable : FindingStatus.Passed, finding.Status));
        Assert.All(findings.Where(finding => finding.RuleId is ['L', ..]), finding => Assert.Equal(FindingStatus.NotApplicable, finding.Status));
    }

    [Theory]
    [InlineData(false, true, FindingStatus.Passed)]
    [InlineData(false, false, FindingStatus.Passed)]
    [InlineData(true, true, FindingStatus.Passed)]
    [InlineData(true, false, FindingStatus.Failed)]
    public void WIN_01_domain_controller_needs_pv_drivers(bool controller, bool drivers, FindingStatus expected)
    {
        var facts = GoodWindows.With((WindowsFacts windows) => windows with { DomainController = Known(controller) });
        if (!drivers) facts = facts.With((WindowsFacts windows) => windows with { Drivers = Known(NoDrivers) });

        Expect(facts.Answer("WIN-01"), expected, "PrereqFailed.DomainController");
    }

    [Theory]
    [InlineData(0, FindingStatus.Failed)]
    [InlineData(378388, FindingStatus.Failed)]
    [InlineData(378389, FindingStatus.Passed)]
    [InlineData(533320, FindingStatus.Passed)]
    public void WIN_02_net_framework_4_5_or_later(int release, FindingStatus expected) =>
        Expect(
            GoodWindows.With((WindowsFacts windows) => windows with { DotNetRelease = Known(release) }).Answer("WIN-02"), expected, "PrereqFailed.DotNet");

    [Theory]
    [InlineData(true, FindingStatus.Passed)]
    [InlineData(false, FindingStatus.Failed)]
    public void WIN_03_remote_desktop_is_enabled(bool on, FindingStatus expected) =>
        Expect(
            GoodWindows.With((WindowsFacts windows) => windows with { RemoteDesktopEnabled = Known(on) }).Answer("WIN-03"), expected, "PrereqFailed.Rdp");

    [Theory]
    [InlineData("", FindingStatus.Passed)]
    [InlineData("Domain", FindingStatus.Failed)]
    [InlineData("Private", FindingStatus.Failed)]
    [InlineData("Domain,Private,Public", FindingStatus.Failed)]
    public void WIN_04_firewall_is_off_for_every_profile(string on, FindingStatus expected)
    {
        IReadOnlyList<string> profiles = on.Split(',', StringSplitOptions.RemoveEmptyEntries);

        var finding = GoodWindows.With((WindowsFacts windows) => windows with { FirewallProfiles = Known(profiles) }).Answer("WIN-04");

        Expect(finding, expected, "PrereqFailed.Firewall");
        Assert.All(profiles, profile => Assert.Contains(profile, finding.Found, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, FindingStatus.Passed)]
    [InlineData(true, FindingStatus.Failed)]
    public void WIN_05_user_account_control_is_off(bool on, FindingStatus expected) =>
        Expect(GoodWindows.With((WindowsFacts windows) => windows with { UserAccountControl = Known(on) }).Answer("WIN-05"), expected, "PrereqFailed.Uac");

    [Theory]
    [InlineData((2L << 30) - 1, FindingStatus.Failed)]
    [InlineData(2L << 30, FindingStatus.Passed)]
    public void WIN_06_two_gigabytes_are_free(long free, FindingStatus expected) =>
        Expect(GoodWindows.With((WindowsFacts windows) => windows with { FreeBytes = Known(free) }).Answer("WIN-06"), expected, "PrereqFailed.FreeSpace");

    [Theory]
    [InlineData(false, FindingStatus.Passed)]
    [InlineData(true, FindingStatus.Failed)]
    public void WIN_07_auto_admin_logon_is_not_disabled(bool disabled, FindingStatus expected) =>
        Expect(
            GoodWindows.With((WindowsFacts windows) => windows with { AutoAdminLogonDisabled = Known(disabled) }).Answer("WIN-07"),
            expected, "PrereqFailed.AutoAdminLogon");

    [Theory]
    [InlineData(false, false, false, FindingStatus.Passed)]
    [InlineData(true, true, true, FindingStatus.Passed)]
    [InlineData(true, true, false, FindingStatus.Failed)]
    [InlineData(true, false, true, FindingStatus.Failed)]
    [InlineData(true, false, false, FindingStatus.Failed)]
    public void WIN_09_legal_notice_needs_drivers_and_the_ec2_service(bool notice, bool drivers, bool service, FindingStatus expected)
    {
        var facts = GoodWindows.With((WindowsFacts windows) => windows with { LegalNotice = Known(notice), Ec2Service = Known(service) });
        if (!drivers) facts = facts.With((WindowsFacts windows) => windows with { Drivers = Known(NoDrivers) });

        Expect(facts.Answer("WIN-09"), expected, "PrereqFailed.Banner");
    }

    public static TheoryData<bool, bool, bool, bool, bool> ManualDriverInputs()
    {
        var all = new TheoryData<bool, bool, bool, bool, bool>();
        for (int bits = 0; bits < 32; bits++) all.Add((bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0, (bits & 8) > 0, (bits & 16) > 0);
        return all;
    }

    /// <summary>X11: "a firewall in place" is the guest's or one on the way out; either is enough.</summary>
    [Theory]
    [MemberData(nameof(ManualDriverInputs))]
    public void WIN_10_X11_old_servers_without_automatic_installation_need_drivers(
        bool old, bool noLogon, bool guestFirewall, bool egress, bool drivers)
    {
        var facts = GoodWindows.OfVersion(old ? "2012" : "2012 R2").With((WindowsFacts windows) => windows with
        {
            AutoAdminLogonDisabled = Known(noLogon),
            FirewallProfiles = Known<IReadOnlyList<string>>(guestFirewall ? ["Public"] : []),
            Drivers = drivers ? windows.Drivers : Known(NoDrivers),
        });

        var expected = !old ? FindingStatus.NotApplicable
            : (noLogon || guestFirewall || egress) && !drivers ? FindingStatus.Failed : FindingStatus.Passed;
        Expect(facts.Answer("WIN-10", Destination with { EgressBlocked = egress }), expected, "PrereqFailed.ManualDrivers");
    }

    [Theory]
    [InlineData("2008", true)]
    [InlineData("2008 R2", true)]
    [InlineData("2012", true)]
    [InlineData("2012 R2", false)]
    [InlineData("2016", false)]
    [InlineData("1709", false)]
    public void WIN_10_old_means_before_2012_R2(string version, bool old)
    {
        var facts = GoodWindows.OfVersion(version).With((WindowsFacts windows) => windows with { Drivers = Known(NoDrivers) });

        var finding = facts.Answer("WIN-10", Destination with { EgressBlocked = true });

        Assert.Equal(old ? FindingStatus.Failed : FindingStatus.NotApplicable, finding.Status);
    }

    [Fact]
    public void WIN_10_is_unknown_when_what_would_decide_is_not_known()
    {
        var facts = GoodWindows.OfVersion("2012").With((WindowsFacts windows) => windows with { Drivers = Known(NoDrivers) });

        Assert.Equal(FindingStatus.Unknown, facts.Answer("WIN-10", Destination with { EgressBlocked = null }).Status);
        Assert.Equal(FindingStatus.Unknown, facts.OfVersion(null).Answer("WIN-10", Destination with { EgressBlocked = true }).Status);
    }

    [Theory]
    [InlineData("2008", false, FindingStatus.NotApplicable)]
    [InlineData("2008 R2", true, FindingStatus.Passed)]
    [InlineData("2008 R2", false, FindingStatus.Failed)]
    [InlineData("2019", false, FindingStatus.Failed)]
    public void HOT_17_real_time_is_universal_is_a_warning(string version, bool set, FindingStatus expected)
    {
        var finding = GoodWindows.OfVersion(version).With((WindowsFacts windows) => windows with { RealTimeIsUniversal = Known(set) }).Answer("HOT-17");

        Expect(finding, expected, "RealTimeIsUniversalMissing");
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.False(finding.Blocks);
    }

    private static void Expect(Finding finding, FindingStatus expected, string errorId)
    {
        Assert.Equal(expected, finding.Status);
        Assert.Equal(errorId, finding.ErrorId);
        Assert.Equal("web01", finding.Target);
        Assert.NotEmpty(finding.Needed);
        Assert.Contains("take a new backup", finding.Fix, StringComparison.Ordinal);
    }
}
