using System.Diagnostics;
using Replication.TestGuest;

namespace Replication.Live.Tests;

/// <summary>The guest itself: what the other tests conclude from its records is true only if these hold.</summary>
public class TestGuestTests
{
    [Fact]
    public async Task A_guest_that_loses_its_power_goes_on_where_its_disk_ends()
    {
        using var folder = new GuestFolder();
        GuestDisks disks = await GuestDisks.MakeAsync(folder.Path, new GuestSettings { RecordsPerSecond = 20, LoadKiB = 64 });

        long announced;
        await using (RunningGuest guest = RunningGuest.Start(folder, RunningGuest.PlainDisks(disks)))
        {
            await guest.Console.WaitForTextAsync("guest: chain new");
            await guest.Console.WaitForRecordAsync(10);
            Assert.True(await guest.AskLastRecordAsync() >= 10);
            guest.Kill();
            announced = guest.Console.LastRecord;
        }

        RecordChain chain = await GuestFileSystem.CheckAsync(disks.Data);
        // What the console announced is on the disk; one more may have been written without being announced.
        Assert.InRange(chain.Last, announced, announced + 1);

        await using RunningGuest again = RunningGuest.Start(folder, RunningGuest.PlainDisks(disks));
        await again.Console.WaitForTextAsync($"guest: chain ok last={chain.Last}");
        await again.Console.WaitForRecordAsync(chain.Last + 5);
    }

    [Fact]
    public async Task A_guest_starts_with_uefi_as_well()
    {
        Assert.SkipWhen(GuestParts.Need().UefiLoader is null, "A guest cannot start with UEFI: package systemd-boot-efi is not installed.");
        using var folder = new GuestFolder();
        GuestDisks disks = await GuestDisks.MakeAsync(folder.Path);
        await using RunningGuest guest = RunningGuest.Start(folder, RunningGuest.PlainDisks(disks), uefi: true);
        await guest.Console.WaitForTextAsync("guest: ready", 120);
    }

    [Fact]
    public async Task A_record_that_is_not_what_was_written_is_noticed()
    {
        using var folder = new GuestFolder();
        GuestDisks disks = await GuestDisks.MakeAsync(folder.Path, new GuestSettings { RecordsPerSecond = 20 });
        await using (RunningGuest guest = RunningGuest.Start(folder, RunningGuest.PlainDisks(disks)))
        {
            await guest.Console.WaitForRecordAsync(3);
        }

        byte[] disk = await File.ReadAllBytesAsync(disks.Data);
        int second = disk.AsSpan().IndexOf("000000000002 "u8);
        disk[second + 14] ^= 1; // its time
        await File.WriteAllBytesAsync(disks.Data, disk);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => GuestFileSystem.CheckAsync(disks.Data));
        Assert.Contains("Record 2", error.Message, StringComparison.Ordinal);
        await using RunningGuest again = RunningGuest.Start(folder, RunningGuest.PlainDisks(disks));
        await again.Console.WaitForTextAsync("guest: chain broken: hash of record 2");
    }

    [Fact]
    public void What_a_killed_test_left_is_ended_by_the_next_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are known again by way of /proc.");
        using var left = Process.Start("sleep", ["600"]);
        using var abandoned = new GuestFolder();
        abandoned.Own(left.Id);
        File.WriteAllText(abandoned.File("owner"), "1 0 none"); // of a boot that never was: nobody

        using var next = new GuestFolder();

        Assert.True(left.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.False(Directory.Exists(abandoned.Path));
        Assert.True(Directory.Exists(next.Path));
    }
}
