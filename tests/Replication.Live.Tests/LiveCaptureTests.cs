using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Live.Tests.Support;
using Replication.TestGuest;

namespace Replication.Live.Tests;

/// <summary>A guest that writes all the time, captured in a QEMU that somebody else has started.</summary>
public class LiveCaptureTests
{
    private static readonly GuestSettings Busy = new() { RecordsPerSecond = 20, LoadKiB = 256 };

    [Fact]
    public async Task INV_01_A_running_machine_is_captured_as_it_was_at_one_instant()
    {
        using var folder = new GuestFolder();
        await using var site = new LiveSite(folder);
        GuestDisks disks = await LiveSite.AddAsync(folder, site.Path, "vm", LiveSite.MachineId, Busy);
        await using RunningGuest guest = RunningGuest.Start(folder, RunningGuest.PlainDisks(disks));
        await guest.Console.WaitForRecordAsync(10);

        long before = guest.Console.LastRecord;
        byte[] first, again;
        await using (IMachineImage image = await site.CaptureAsync())
        {
            long after = await guest.AskLastRecordAsync();
            first = await LiveSite.ReadAsync(image, "data");
            await guest.Console.WaitForRecordAsync(after + 20);
            again = await LiveSite.ReadAsync(image, "data");
            await image.EnsureUnchangedAsync();

            string copy = folder.File("copy.raw");
            await File.WriteAllBytesAsync(copy, first);
            RecordChain chain = await GuestFileSystem.CheckAsync(copy);
            Assert.InRange(chain.Last, before, after + 1);
        }

        Assert.Equal(first, again);
        await guest.Console.WaitForRecordAsync(guest.Console.LastRecord + 5);
    }

    [Fact]
    public async Task A_later_capture_lists_what_changed_and_no_failed_one_in_between_loses_any_of_it()
    {
        using var folder = new GuestFolder();
        await using var site = new LiveSite(folder);
        GuestDisks disks = await LiveSite.AddAsync(folder, site.Path, "vm", LiveSite.MachineId, Busy);
        await using RunningGuest guest = RunningGuest.Start(folder, RunningGuest.PlainDisks(disks));
        await guest.Console.WaitForRecordAsync(10);

        Dictionary<string, string> tokens;
        byte[] content;
        await using (IMachineImage image = await site.CaptureAsync())
        {
            Assert.All(image.Disks, disk => Assert.Null(disk.ChangedExtents));
            content = await LiveSite.ReadAsync(image, "data");
            tokens = LiveSite.TokensOf(image);
        }

        await site.Site.ReleaseCapturesAsync(LiveSite.MachineId, tokens.Values);
        await guest.Console.WaitForRecordAsync(guest.Console.LastRecord + 20);
        // Of this one nothing becomes a recovery point.
        await using (await site.CaptureAsync(tokens))
        {
            await guest.Console.WaitForRecordAsync(guest.Console.LastRecord + 20);
        }

        await using IMachineImage later = await site.CaptureAsync(tokens);
        CapturedDisk data = later.Disks.Single(disk => disk.Disk.Id == "data");
        Assert.Equal(tokens["data"], data.Since);
        foreach (Extent extent in data.ChangedExtents!)
            await data.View.ReadAsync(extent.Offset, content.AsMemory((int)extent.Offset, (int)extent.Length));
        Assert.Equal(await LiveSite.ReadAsync(later, "data"), content);
        Assert.InRange(data.ChangedExtents.Sum(extent => extent.Length), 1, content.Length / 4);
        // The guest has its boot disk open for reading alone.
        Assert.Empty(later.Disks.Single(disk => disk.Disk.Id == "boot").ChangedExtents!);
    }
}
