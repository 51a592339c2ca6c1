using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using static Replication.Core.Tests.Rules.Guests.Guests;

namespace Replication.Core.Tests.Rules.Guests;

public class DriverRulesTests
{
    private static readonly DateTimeOffset Installed = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly GuestFacts LinuxWithoutDrivers = Enum.GetValues<GuestDriver>()
        .Aggregate(GoodLinux, (facts, driver) => facts.With(driver, Known(DriverAvailability.Missing)));

    private static readonly GuestFacts WindowsWithoutDrivers =
        GoodWindows.With((WindowsFacts windows) => windows with { Drivers = Known(NoDrivers) });

    [Theory]
    [InlineData(null)]
    [InlineData(GuestFamily.Windows)]
    public void AWS_11_concerns_linux_access_nodes(GuestFamily? node) =>
        Assert.Equal(
            FindingStatus.NotApplicable, LinuxWithoutDrivers.Answer("AWS-11", Destination with { AccessNode = node }).Status);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [InlineData(null)]
    public void AWS_11_guest_of_either_family_without_drivers_is_refused(bool? nitro)
    {
        var destination = Destination with { AccessNode = GuestFamily.Linux, Nitro = nitro };

        foreach (var facts in (GuestFacts[])[LinuxWithoutDrivers, WindowsWithoutDrivers])
        {
            var finding = facts.Answer("AWS-11", destination);
            Assert.True(finding.Blocks);
            Assert.Equal("DriversMissingOnSource", finding.ErrorId);
            Assert.Contains("take a new backup; a Linux access node cannot inject them", finding.Fix, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false, FindingStatus.Passed)]
    [InlineData(true, FindingStatus.Failed)]
    [InlineData(null, FindingStatus.Unknown)]
    public void AWS_11_which_drivers_depends_on_the_instance_type(bool? nitro, FindingStatus expected) =>
        Assert.Equal(
            expected, GoodWindows.Answer("AWS-11", Destination with { AccessNode = GuestFamily.Linux, Nitro = nitro }).Status);

    [Fact]
    public void AWS_11_module_outside_of_the_initramfs_does_not_serve_the_root_disk()
    {
        var destination = Destination with { AccessNode = GuestFamily.Linux };

        Assert.True(GoodLinux.With(GuestDriver.XenDisk, Known(DriverAvailability.Module)).Answer("AWS-11", destination).Blocks);
        Assert.False(GoodLinux.With(GuestDriver.XenNetwork, Known(DriverAvailability.Module)).Answer("AWS-11", destination).Blocks);
    }

    [Theory]
    [InlineData(-1, FindingStatus.Failed)]
    [InlineData(0, FindingStatus.Passed)]
    [InlineData(1, FindingStatus.Passed)]
    public void NOD_03_LNX_10_backup_is_not_older_than_the_drivers(int seconds, FindingStatus expected)
    {
        var destination = Destination with { DriversInstalledAt = Installed, BackupAt = Installed.AddSeconds(seconds) };

        Assert.Equal((expected, "BackupPredatesDrivers"), (LinuxWithoutDrivers.Answer("NOD-03", destination) is var node ? node.Status : default, node.ErrorId));
        Assert.Equal((expected, "PrereqFailed.NewBackup"), (LinuxWithoutDrivers.Answer("LNX-10", destination) is var linux ? linux.Status : default, linux.ErrorId));
    }

    [Fact]
    public void NOD_03_LNX_10_backup_that_has_the_drivers_proves_it_whatever_the_dates()
    {
        var destination = Destination with { DriversInstalledAt = Installed, BackupAt = Installed.AddDays(-1) };

        Assert.Equal(FindingStatus.Passed, GoodLinux.Answer("NOD-03", destination).Status);
        Assert.Equal(FindingStatus.Passed, GoodLinux.Answer("LNX-10", destination).Status);
    }

    [Fact]
    public void NOD_03_is_unknown_without_dates_and_without_drivers() =>
        Assert.Equal(FindingStatus.Unknown, LinuxWithoutDrivers.Answer("NOD-03").Status);

    [Fact]
    public void NOD_03_does_not_concern_windows() => Assert.Equal(FindingStatus.NotApplicable, GoodWindows.Answer("NOD-03").Status);
}
