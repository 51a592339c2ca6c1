using System.Text.Json;
using Replication.Core.Disks;
using Replication.Core.Machines;
using Replication.Hypervisors.Local;
using Replication.Hypervisors.Qemu.Disks;
using Replication.Hypervisors.Qemu.Running;
using Replication.Hypervisors.Tests.Support;
using Replication.TestGuest;

namespace Replication.Hypervisors.Tests.Qemu;

/// <summary>A machine whose disk is behind NBD gets one of its own, and what a settling that was killed at any point leaves is continued.</summary>
public sealed class SettlingTests : IAsyncLifetime
{
    private static readonly string[] Disks = ["disk0"];

    private RunningSite _site = null!;
    private QemuNbd _server = null!;
    private string _socket = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Own => Path.Combine(_site.Site.Folder, "tiny", "disk0.raw");

    private LiveCopies Copies => new(_site.Record, new Dictionary<string, string> { ["disk0"] = Own }, TimeProvider.System);

    private RunFolder Run => new(_site.Site.Folder, "m1");

    private MachineFolder Folder => MachineFolder.Read(Path.Combine(_site.Site.Folder, "tiny"));

    public async ValueTask InitializeAsync()
    {
        _socket = Path.Combine(Path.GetTempPath(), $"replication-{Guid.NewGuid().ToString("N")[..8]}");
        _site = RunningSite.Create(
            $$"""{"id":"m1","name":"tiny","memoryBytes":67108864,"disks":[{"id":"disk0","path":"nbd+unix:///?socket={{_socket}}","boot":true}]}""");
        string image = _site.Site.Elsewhere("served.raw");
        File.Move(Own, image);
        _server = await QemuNbd.ExportAsync(image, "raw", _socket, readOnly: false);
    }

    public async ValueTask DisposeAsync()
    {
        // A guest that stands still for want of its disk is not asked to end.
        await _site.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        File.Delete(_socket);
    }

    [Fact]
    public async Task A_running_machine_gets_a_disk_of_its_own_and_its_nodes_keep_their_names()
    {
        await BootAsync();
        await SettleAsync();
        await AssertSettledAsync();
        await SettleAsync();
        await AssertSettledAsync();
    }

    [Fact]
    public async Task A_machine_that_is_off_gets_a_copy_also_where_half_of_one_is_left()
    {
        await File.WriteAllBytesAsync(Own, new byte[4096], Token);
        await SettleAsync();
        Assert.Equal("disk0.raw", Folder.File.Disks[0].Path);
        byte[] disk = await File.ReadAllBytesAsync(Own, Token);
        Assert.Equal(TinyGuest.Disk("TINY IS UP"), disk);
    }

    [Fact]
    public async Task INV_02_a_copy_that_was_begun_is_continued()
    {
        await BootAsync();
        await Copies.EnsureBegunAsync(Token);
        await SettleAsync();
        await AssertSettledAsync();
    }

    [Fact]
    public async Task INV_02_a_switch_that_ended_before_it_was_written_down_leaves_a_guest_that_stands_still_and_is_ended_by_the_next()
    {
        await BootAsync();
        await BeginAsync();
        await Assert.ThrowsAsync<IOException>(() => Copies.SwitchAsync(_ => throw new IOException("Killed here.")));
        Assert.Equal("paused", await StatusAsync());
        // Neither of the two can be ahead of the other.
        Assert.True(IsMounted(Folder));
        await SettleAsync();
        await AssertSettledAsync();
    }

    [Fact]
    public async Task INV_02_a_switch_that_ended_after_it_was_written_down_is_tidied_up_by_the_next()
    {
        await BootAsync();
        await BeginAsync();
        await Assert.ThrowsAsync<IOException>(() => Copies.SwitchAsync(_ =>
        {
            MachineFolder folder = Folder;
            (folder with { File = folder.File with { Disks = [folder.File.Disks[0] with { Path = "disk0.raw" }] } }).Write();
            throw new IOException("Killed here.");
        }));
        await SettleAsync();
        await AssertSettledAsync();
    }

    [Fact]
    public async Task INV_02_a_switch_that_was_killed_at_its_end_is_ended_by_whoever_looks_next()
    {
        await BootAsync();
        await BeginAsync();
        Run.NoteSwitch(Disks);
        await Assert.ThrowsAsync<IOException>(() => Copies.SwitchAsync(_ => throw new IOException("Killed here.")));
        Assert.Equal("paused", await StatusAsync());
        Assert.Equal(["tiny"], await _site.Site.Site.LetGoAsync(Token));
        await AssertSettledAsync();
        Assert.Empty(await _site.Site.Site.LetGoAsync(Token));
    }

    [Fact]
    public async Task INV_02_a_switch_that_was_killed_at_its_beginning_is_taken_back_by_whoever_looks_next_and_can_be_repeated()
    {
        await BootAsync();
        await BeginAsync();
        Run.NoteSwitch(Disks);
        await _site.AskAsync("stop");
        using (Run.TryLock()) Assert.Empty(await _site.Site.Site.LetGoAsync(Token)); // Somebody is at work on it.
        Assert.Equal("paused", await StatusAsync());
        Assert.Equal(["tiny"], await _site.Site.Site.LetGoAsync(Token));
        Assert.Equal("running", await StatusAsync());
        Assert.True(IsMounted(Folder));
        await SettleAsync();
        await AssertSettledAsync();
        Assert.Null(Run.ReadSwitch());
    }

    [Fact]
    public async Task A_machine_that_is_killed_over_it_is_settled_by_a_copy()
    {
        await BootAsync();
        await BeginAsync();
        await _site.KillAsync();
        await SettleAsync();
        Assert.Equal("disk0.raw", Folder.File.Disks[0].Path);
        await BootAsync();
    }

    [Fact]
    public async Task A_copy_that_is_given_up_is_removed_and_the_machine_stays_where_it_was()
    {
        await BootAsync();
        await BeginAsync();
        await _site.Site.Site.CancelSettlingAsync("m1", Disks, Token);
        Assert.False(File.Exists(Own));
        Assert.Empty((await _site.AskAsync("query-jobs")).EnumerateArray());
        Assert.True(IsMounted(Folder));
        await SettleAsync();
        await AssertSettledAsync();
    }

    [Fact]
    public async Task INV_10_a_copy_for_which_there_is_no_room_is_refused_and_the_machine_runs_on()
    {
        await BootAsync();
        var impossible = new LiveCopies(_site.Record, new Dictionary<string, string> { ["disk0"] = "/dev/full" }, TimeProvider.System);
        await Assert.ThrowsAnyAsync<Exception>(() => impossible.EnsureBegunAsync(Token));
        Assert.Equal("running", await StatusAsync());
        await SettleAsync();
        await AssertSettledAsync();
    }

    private static bool IsMounted(MachineFolder folder) => DiskPath.IsUri(folder.File.Disks[0].Path);

    private Task SettleAsync() => _site.Site.Site.SettleAsync("m1", Disks, null, Token);

    private async Task BootAsync()
    {
        await _site.StartAsync();
        await _site.WaitForConsoleAsync("TINY IS UP");
    }

    private async Task BeginAsync()
    {
        await Copies.EnsureBegunAsync(Token);
        while (!(await Copies.LookAsync(Token)).All(job => job.IsReady)) await Task.Delay(20, Token);
    }

    private async Task<string?> StatusAsync() => (await _site.AskAsync("query-status")).GetProperty("status").GetString();

    /// <summary>It runs, from its own disk alone, under the names that others look for.</summary>
    private async Task AssertSettledAsync()
    {
        Assert.Equal("disk0.raw", Folder.File.Disks[0].Path);
        Assert.Equal("running", await StatusAsync());
        Assert.Empty((await _site.AskAsync("query-jobs")).EnumerateArray());
        BlockNames names = BlockNames.Of("disk0");
        JsonElement block = Assert.Single((await _site.AskAsync("query-block")).EnumerateArray(), found => found.TryGetProperty("qdev", out _));
        Assert.Equal(names.Format, block.GetProperty("inserted").GetProperty("node-name").GetString());
        Assert.Equal(Own, block.GetProperty("inserted").GetProperty("file").GetString());
        Assert.Equal(
            [names.Format, names.Own],
            (await _site.AskAsync("query-named-block-nodes")).EnumerateArray().Select(node => node.GetProperty("node-name").GetString()).Order());
        // What the guest wrote before is in it.
        byte[] disk = await File.ReadAllBytesAsync(Own, Token);
        Assert.Equal(disk[..512], disk[TinyGuest.CopyOffset..(TinyGuest.CopyOffset + 512)]);
        Assert.Equal(PowerState.Running, (await _site.Site.Site.FindMachineAsync("m1", Token))!.PowerState);
    }
}
