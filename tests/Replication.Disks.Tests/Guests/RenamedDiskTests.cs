using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using Replication.TestGuest;

namespace Replication.Disks.Tests.Guests;

/// <summary>
/// A Linux guest that moves from one kind of disk controller to another, as it does from one hypervisor to the next: what its kernel calls vda at
/// home is sda there.
/// </summary>
public sealed class RenamedDiskTests
{
    private const string ByDevice = "/dev/vda1";
    private const string ByUuid = "UUID=" + GuestDisks.BootUuid;

    [Theory]
    [InlineData(ByDevice, "vda1", true)]
    [InlineData(ByDevice, "sda1", false)]
    [InlineData(ByUuid, "sda1", true)]
    public async Task LNX_09_a_guest_starts_with_renamed_disks_only_where_its_fstab_names_no_devices(string spec, string name, bool starts)
    {
        using var folder = new GuestFolder();
        GuestDisks disks = await MakeAsync(folder, spec);

        await using RunningGuest guest = RunningGuest.Start(folder, name == "vda1" ? RunningGuest.PlainDisks(disks) : RunningGuest.ScsiDisks(disks));

        await guest.Console.WaitForTextAsync(starts ? "guest: ready" : "guest: powering off");
        string reason = starts ? $"guest: mounted /dev/{name} on /boot" : "guest: what /etc/fstab names cannot be mounted";
        Assert.Contains(reason, guest.Console.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ByDevice, FindingStatus.Failed)]
    [InlineData(ByUuid, FindingStatus.Passed)]
    public async Task LNX_09_the_scan_of_such_a_guest_says_so_before_it_moves(string spec, FindingStatus expected)
    {
        using var folder = new GuestFolder();
        GuestDisks disks = await MakeAsync(folder, spec);

        GuestFacts facts = await Inspect.AsMountAsync(disks.Data);

        Finding finding = Inspect.Answer(facts, "LNX-09");
        Assert.Equal((expected, FindingSeverity.Warning), (finding.Status, finding.Severity));
        Assert.Equal(expected == FindingStatus.Failed ? [$"{spec} on /boot"] : [], facts.Linux.FstabDeviceNames.Value);
    }

    private static Task<GuestDisks> MakeAsync(GuestFolder folder, string spec) =>
        GuestDisks.MakeAsync(folder.Path, new GuestSettings { Fstab = $"{spec} /boot vfat ro 0 2\n" });
}
