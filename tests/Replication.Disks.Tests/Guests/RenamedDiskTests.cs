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
    [InlineData(ByDevice, false, true)]
    [InlineData(ByDevice, true, false)]
    [InlineData(ByUuid, true, true)]
    public async Task LNX_09_a_guest_starts_with_renamed_disks_only_where_its_fstab_names_no_devices(string spec, bool renamed, bool starts)
    {
        using var folder = new GuestFolder();
        GuestDisks disks = await MakeAsync(folder, spec);

        await using RunningGuest guest = RunningGuest.Start(folder, renamed ? RunningGuest.ScsiDisks(disks) : RunningGuest.PlainDisks(disks));

        // Records are written after everything in fstab is mounted; a guest that cannot mount it switches itself off before the first.
        if (starts)
        {
            await guest.Console.WaitForRecordAsync(1);
            return;
        }

        var error = await Assert.ThrowsAsync<TimeoutException>(() => guest.Console.WaitForRecordAsync(1));
        Assert.Contains("QEMU has ended", error.Message, StringComparison.Ordinal);
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
