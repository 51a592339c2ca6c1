using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.RecoveryPoints;
using Replication.Hypervisors.Qemu.Agent;
using Replication.Hypervisors.Qemu.Monitor;
using Replication.Live.Tests.Support;
using Replication.TestGuest;

namespace Replication.Live.Tests;

/// <summary>A guest that writes all the time, captured in a QEMU that somebody else has started.</summary>
public class LiveCaptureTests(LiveGuest live) : IClassFixture<LiveGuest>, IAsyncLifetime
{
    public ValueTask InitializeAsync()
    {
        GuestParts.Need();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task INV_01_A_running_machine_is_captured_as_it_was_at_one_instant()
    {
        long before = live.Console.LastRecord;
        byte[] first, again;
        await using (IMachineImage image = await live.Site.CaptureAsync())
        {
            long after = await live.Guest.AskLastRecordAsync();
            first = await LiveSite.ReadAsync(image, "data");
            await live.Console.WaitForRecordAsync(after + 20);
            again = await LiveSite.ReadAsync(image, "data");
            await image.EnsureUnchangedAsync();

            RecordChain chain = await GuestFileSystem.CheckAsync(await SaveAsync(first));
            Assert.InRange(chain.Last, before, after + 1);
            Assert.Equal(Consistency.CrashConsistent, image.Facts.Consistency);
            Assert.Null(image.Facts.Pause);
        }

        Assert.Equal(first, again);
        await RequireUntouchedAsync();
    }

    [Fact]
    public async Task A_later_capture_lists_what_changed_and_no_failed_one_in_between_loses_any_of_it()
    {
        Dictionary<string, string> tokens;
        byte[] content;
        await using (IMachineImage image = await live.Site.CaptureAsync())
        {
            Assert.All(image.Disks, disk => Assert.Null(disk.ChangedExtents));
            content = await LiveSite.ReadAsync(image, "data");
            tokens = LiveSite.TokensOf(image);
        }

        await live.Site.Site.ReleaseCapturesAsync(LiveSite.MachineId, tokens.Values);
        await live.Console.WaitForRecordAsync(live.Console.LastRecord + 20);
        // Of this one nothing becomes a recovery point.
        await using (await live.Site.CaptureAsync(tokens))
            await live.Console.WaitForRecordAsync(live.Console.LastRecord + 20);

        await using IMachineImage later = await live.Site.CaptureAsync(tokens);
        CapturedDisk data = later.Disks.Single(disk => disk.Disk.Id == "data");
        Assert.Equal(tokens["data"], data.Since);
        foreach (Extent extent in data.ChangedExtents!)
            await data.View.ReadAsync(extent.Offset, content.AsMemory((int)extent.Offset, (int)extent.Length));
        Assert.Equal(await LiveSite.ReadAsync(later, "data"), content);
        Assert.InRange(data.ChangedExtents.Sum(extent => extent.Length), 1, content.Length / 4);
        // The guest reads its boot disk alone.
        Assert.Empty(later.Disks.Single(disk => disk.Disk.Id == "boot").ChangedExtents!);
    }

    [Fact]
    public async Task HVR_40_A_frozen_guest_has_nothing_to_replay_and_goes_on_at_once()
    {
        await NeedAgentAsync();
        var request = new CaptureRequest(LiveSite.MachineId, LiveSite.AllDisks, Applications: ApplicationConsistency.Required);
        byte[] content;
        await using (IMachineImage image = (await live.Site.Site.CaptureTogetherAsync([request]))[0])
        {
            Assert.Equal(Consistency.ApplicationConsistent, image.Facts.Consistency);
            Assert.InRange(image.Facts.Pause!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(10));
            await live.Console.WaitForTextAsync("guest: hook thaw");
            await live.Console.WaitForRecordAsync(live.Console.LastRecord + 5);
            content = await LiveSite.ReadAsync(image, "data");
        }

        Assert.True(await GuestFileSystem.IsSettledAsync(await SaveAsync(content)));
        await using IMachineImage crash = await live.Site.CaptureAsync();
        Assert.False(await GuestFileSystem.IsSettledAsync(await SaveAsync(await LiveSite.ReadAsync(crash, "data"))));
    }

    [Fact]
    public async Task HVR_40_A_guest_without_agent_is_captured_with_a_warning_or_not_at_all_as_the_policy_says()
    {
        using IDisposable nobody = live.Site.Edit(text => text.Replace(".qga\"", ".nobody\"", StringComparison.Ordinal));
        var preferred = new CaptureRequest(LiveSite.MachineId, LiveSite.AllDisks, Applications: ApplicationConsistency.Preferred);
        await using (IMachineImage image = (await live.Site.Site.CaptureTogetherAsync([preferred]))[0])
        {
            Assert.Equal(Consistency.CrashConsistent, image.Facts.Consistency);
            Assert.StartsWith("GuestFreezeFailed", image.Facts.Warning, StringComparison.Ordinal);
        }

        CaptureRequest required = preferred with { Applications = ApplicationConsistency.Required };
        var refused = await Assert.ThrowsAsync<ReplicationException>(() => live.Site.Site.CaptureTogetherAsync([required]));
        Assert.Equal("GuestFreezeFailed", refused.ErrorId);
        await RequireUntouchedAsync();
    }

    [Fact]
    public async Task A_guest_that_a_killed_capture_left_held_is_let_go_by_the_next_one()
    {
        await NeedAgentAsync();
        string notes = live.Site.CaptureFolder;
        await using (await live.Site.CaptureAsync())
        {
        }

        await using (GuestAgent agent = await GuestAgent.ConnectAsync(live.Folder.File("vm.qga"))) await agent.FreezeAsync(TimeSpan.FromSeconds(10));
        await File.WriteAllTextAsync(Path.Combine(notes, "Frozen"), "");
        await using (QmpClient qmp = await QmpClient.ConnectAsync(live.Folder.File("vm.qmp"))) await qmp.ExecuteAsync("stop");
        await File.WriteAllTextAsync(Path.Combine(notes, "Paused"), "");
        long last = live.Console.LastRecord;

        await using (await live.Site.CaptureAsync())
            await live.Console.WaitForRecordAsync(last + 5);

        Assert.Equal(["lock"], Directory.GetFiles(notes).Select(Path.GetFileName));
    }

    [Fact]
    public async Task One_capture_of_a_machine_at_a_time()
    {
        await using IMachineImage image = await live.Site.CaptureAsync();
        var refused = await Assert.ThrowsAsync<ReplicationException>(() => live.Site.CaptureAsync());
        Assert.Equal("LiveCaptureInProgress", refused.ErrorId);
        // Nor does a release take away what is being read.
        await live.Site.Site.ReleaseCapturesAsync(LiveSite.MachineId, []);
        await LiveSite.ReadAsync(image, "data");
    }

    [Fact]
    public async Task A_server_that_serves_something_else_is_left_alone()
    {
        await using (QmpClient qmp = await QmpClient.ConnectAsync(live.Folder.File("vm.qmp")))
        {
            var address = new JsonObject { ["type"] = "unix", ["data"] = new JsonObject { ["path"] = live.Folder.File("other") } };
            await qmp.ExecuteAsync("nbd-server-start", new JsonObject { ["addr"] = address });
            await qmp.ExecuteAsync("block-export-add", new JsonObject { ["type"] = "nbd", ["id"] = "other", ["node-name"] = "boot" });
        }

        try
        {
            Assert.Equal("LiveServerInUse", (await Assert.ThrowsAsync<ReplicationException>(() => live.Site.CaptureAsync())).ErrorId);
            await RequireUntouchedAsync();
        }
        finally
        {
            await using QmpClient qmp = await QmpClient.ConnectAsync(live.Folder.File("vm.qmp"));
            Assert.Equal("other", (await qmp.ExecuteAsync("query-block-exports")).EnumerateArray().Single().GetProperty("id").GetString());
            await qmp.ExecuteAsync("nbd-server-stop");
        }
    }

    [Fact]
    public async Task A_disk_that_is_not_attached_is_named()
    {
        await File.WriteAllBytesAsync(Path.Combine(live.Site.Path, "vm", "extra.raw"), new byte[1 << 20]);
        const string last = """data.raw"}""";
        using IDisposable extra = live.Site.Edit(text => text.Replace(last, last + """,{"id":"extra","path":"extra.raw"}""", StringComparison.Ordinal));
        var refused = await Assert.ThrowsAsync<ReplicationException>(() => live.Site.Site.CaptureAsync(LiveSite.MachineId, ["boot", "extra"]));
        Assert.Equal("LiveDiskNotFound", refused.ErrorId);
        Assert.Contains("extra", refused.Target, StringComparison.Ordinal);
        await RequireUntouchedAsync();
    }

    [Fact]
    public async Task HVR_01_Where_copies_cannot_be_kept_the_snapshot_is_given_up_and_the_guest_writes_on()
    {
        Directory.CreateDirectory(live.Site.CaptureFolder);
        using (Process mount = Process.Start("mount", ["-t", "tmpfs", "-o", "size=600k", "none", live.Site.CaptureFolder]))
        {
            await mount.WaitForExitAsync();
            Assert.SkipUnless(mount.ExitCode == 0, "A file system that is nearly full cannot be mounted: this user may not.");
        }

        try
        {
            await using IMachineImage image = await live.Site.CaptureAsync();
            long start = Stopwatch.GetTimestamp();
            ReplicationException? lost = null;
            while (lost is null && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(90))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
                lost = await Record.ExceptionAsync(() => LiveSite.ReadAsync(image, "data")) as ReplicationException;
            }

            Assert.Equal("LiveSnapshotLost", lost?.ErrorId);
            await live.Console.WaitForRecordAsync(live.Console.LastRecord + 20);
        }
        finally
        {
            using Process unmount = Process.Start("umount", ["-l", live.Site.CaptureFolder]);
            await unmount.WaitForExitAsync();
        }

        await RequireUntouchedAsync();
    }

    private async Task NeedAgentAsync()
    {
        Assert.SkipWhen(GuestParts.Need().GuestAgent is null, "The guest has no agent: package qemu-guest-agent is not installed.");
        await live.Console.WaitForTextAsync("guest: agent");
    }

    /// <summary>No node of ours is left in QEMU, and the guest writes on.</summary>
    private async Task RequireUntouchedAsync()
    {
        await using (QmpClient qmp = await QmpClient.ConnectAsync(live.Folder.File("vm.qmp")))
        {
            JsonElement nodes = await qmp.ExecuteAsync("query-named-block-nodes");
            Assert.Equal(["boot", "boot-file", "data", "data-file"], nodes.EnumerateArray().Select(node => node.GetProperty("node-name").GetString()).Order());
        }

        await live.Console.WaitForRecordAsync(live.Console.LastRecord + 3);
    }

    private async Task<string> SaveAsync(byte[] content)
    {
        string path = live.Folder.File("copy.raw");
        await File.WriteAllBytesAsync(path, content);
        return path;
    }
}
