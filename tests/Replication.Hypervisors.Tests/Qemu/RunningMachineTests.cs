using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Replication.Core.Capture;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Platform;
using Replication.Core.Sites;
using Replication.Hypervisors.Qemu.Monitor;
using Replication.Hypervisors.Tests.Support;
using Replication.TestGuest;

namespace Replication.Hypervisors.Tests.Qemu;

/// <summary>Machines that really run.</summary>
public class RunningMachineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_starts_writes_its_disk_and_shuts_down_by_its_power_button()
    {
        await using RunningSite site = RunningSite.Create();
        Assert.True(site.Site.Site.Power.CanStart);
        await site.StartAsync();
        await site.WaitForConsoleAsync("TINY IS UP");
        Assert.Equal(PowerState.Running, (await site.Site.Site.FindMachineAsync("m1", Token))!.PowerState);
        Assert.Equal(site.Console, site.Site.Site.ConsoleOf("m1"));
        Assert.True(await site.Site.Site.ShutDownMachineAsync("m1", TimeSpan.FromMinutes(1), Token));
        Assert.Equal(PowerState.Off, (await site.Site.Site.FindMachineAsync("m1", Token))!.PowerState);
        byte[] disk = await File.ReadAllBytesAsync(site.Disk, Token);
        Assert.Equal(1 << 20, disk.Length);
        Assert.Equal(disk[..512], disk[TinyGuest.CopyOffset..(TinyGuest.CopyOffset + 512)]);
        // Nothing but what may be read later.
        Assert.Equal(["changes.json", "console.log", "lock"], Directory.EnumerateFileSystemEntries(site.RunFolder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Starting_twice_and_stopping_twice_is_the_same_as_once()
    {
        await using RunningSite site = RunningSite.Create();
        await Task.WhenAll(site.StartAsync(), site.StartAsync());
        ProcessIdentity process = site.Record.Process!;
        await site.StartAsync();
        Assert.Equal(process, site.Record.Process);
        await Task.WhenAll(site.Site.Site.StopMachineAsync("m1", Token), site.Site.Site.StopMachineAsync("m1", Token));
        Assert.False(process.IsRunning);
        await site.Site.Site.StopMachineAsync("m1", Token);
        Assert.True(await site.Site.Site.ShutDownMachineAsync("m1", TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task A_guest_that_does_not_react_runs_on_until_it_is_stopped()
    {
        await using RunningSite site = RunningSite.Create();
        File.WriteAllBytes(site.Disk, new byte[1 << 20]);
        await site.StartAsync();
        Assert.False(await site.Site.Site.ShutDownMachineAsync("m1", TimeSpan.FromMilliseconds(100), Token));
        Assert.True(site.Record.Process!.IsRunning);
        await site.Site.Site.StopMachineAsync("m1", Token);
        Assert.Equal(PowerState.Off, (await site.Site.Site.FindMachineAsync("m1", Token))!.PowerState);
    }

    [Fact]
    public async Task What_a_killed_machine_leaves_is_cleaned_up_by_the_next_start()
    {
        await using RunningSite site = RunningSite.Create();
        await site.StartAsync();
        await site.WaitForConsoleAsync("TINY IS UP");
        await site.KillAsync();
        Assert.Equal(PowerState.Off, (await site.Site.Site.FindMachineAsync("m1", Token))!.PowerState);
        await site.StartAsync();
        await site.WaitForConsoleAsync("TINY IS UP");
        Assert.True(File.Exists(Path.Combine(site.RunFolder, "console.previous.log")));
    }

    [Fact]
    public async Task A_start_that_was_killed_before_it_wrote_down_its_process_is_continued()
    {
        await using RunningSite site = RunningSite.Create();
        await site.StartAsync();
        ProcessIdentity process = site.Record.Process!;
        string file = Path.Combine(site.RunFolder, "run.json");
        JsonElement record = JsonDocument.Parse(await File.ReadAllBytesAsync(file, Token)).RootElement;
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(record.EnumerateObject().Where(part => part.Name != "process").ToDictionary(part => part.Name, part => part.Value)), Token);
        await site.StartAsync();
        Assert.Equal(process, site.Record.Process);
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(record.EnumerateObject().Where(part => part.Name != "process").ToDictionary(part => part.Name, part => part.Value)), Token);
        await site.Site.Site.StopMachineAsync("m1", Token);
        Assert.False(process.IsRunning);
    }

    [Fact]
    public async Task A_process_that_took_over_the_id_is_neither_taken_for_the_machine_nor_ended()
    {
        await using RunningSite site = RunningSite.Create();
        await site.StartAsync();
        await site.KillAsync();
        // This process has the id that the record says, and was started at another moment.
        string file = Path.Combine(site.RunFolder, "run.json");
        string record = await File.ReadAllTextAsync(file, Token);
        int id = JsonDocument.Parse(record).RootElement.GetProperty("process").GetProperty("id").GetInt32();
        await File.WriteAllTextAsync(file, record.Replace($"\"id\": {id}", $"\"id\": {Environment.ProcessId}", StringComparison.Ordinal), Token);
        await File.WriteAllTextAsync(Path.Combine(site.RunFolder, "pid"), $"{Environment.ProcessId}\n", Token);
        Assert.Equal(PowerState.Off, (await site.Site.Site.FindMachineAsync("m1", Token))!.PowerState);
        await site.Site.Site.StopMachineAsync("m1", Token);
        await site.StartAsync();
        Assert.NotEqual(Environment.ProcessId, site.Record.Process!.Id);
    }

    [Fact]
    public async Task A_running_machine_is_captured_and_not_written_and_a_held_one_is_not_started()
    {
        await using RunningSite site = RunningSite.Create();
        await using (IMachineImage image = await site.Site.Site.CaptureAsync("m1", ["disk0"], cancellationToken: Token))
            Assert.Equal("DiskInUse", (await Assert.ThrowsAsync<ReplicationException>(site.StartAsync)).ErrorId);
        await using (IDiskTarget target = await site.Site.Site.OpenDiskTargetAsync("m1", "disk0", 1 << 20, Token))
            Assert.Equal("ImageNotReadable", (await Assert.ThrowsAsync<DiskImageException>(site.StartAsync)).ErrorId);
        await site.StartAsync();
        await using (IMachineImage image = await site.Site.Site.CaptureAsync("m1", ["disk0"], cancellationToken: Token))
            Assert.Equal(PowerState.Running, image.Machine.PowerState);
        Assert.Equal("PrimaryMustStayOff", (await Assert.ThrowsAsync<ReplicationException>(() => site.Site.Site.OpenDiskTargetAsync("m1", "disk0", 1 << 20, Token))).ErrorId);
    }

    [Fact]
    public async Task A_deleted_machine_does_not_run_on()
    {
        await using RunningSite site = RunningSite.Create();
        await site.StartAsync();
        ProcessIdentity process = site.Record.Process!;
        await site.Site.Site.DeleteMachineAsync("m1", Token);
        Assert.False(process.IsRunning);
        Assert.False(Directory.Exists(site.RunFolder));
    }

    [Fact]
    public async Task A_machine_that_QEMU_refuses_says_why_and_leaves_nothing()
    {
        await using RunningSite site = RunningSite.Create("""{"id":"m1","name":"tiny","processorCount":100000,"disks":[{"id":"disk0","path":"disk0.raw"}]}""");
        var refused = await Assert.ThrowsAsync<ReplicationException>(site.StartAsync);
        Assert.Equal("MachineStartFailed", refused.ErrorId);
        Assert.Contains("CPU", refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(Path.Combine(site.RunFolder, "run.json")));
        Assert.Equal(PowerState.Off, (await site.Site.Site.FindMachineAsync("m1", Token))!.PowerState);
    }

    [Fact]
    public async Task HVR_29_a_change_log_is_made_beside_a_raw_disk_whose_bytes_stay_what_they_are()
    {
        await using RunningSite site = RunningSite.Create(diskLength: 3 << 20);
        byte[] before = await File.ReadAllBytesAsync(site.Disk, Token);
        before.AsSpan(0, 512).CopyTo(before.AsSpan(TinyGuest.CopyOffset));
        RandomNumberGenerator.Fill(before.AsSpan(1 << 20));
        await File.WriteAllBytesAsync(site.Disk, before, Token);
        await site.StartAsync();
        await site.WaitForConsoleAsync("TINY IS UP");
        await site.Site.Site.StopMachineAsync("m1", Token);
        Assert.Equal(SiteFolder.Hash(before), SiteFolder.Hash(await File.ReadAllBytesAsync(site.Disk, Token)));
        await SiteFolder.QemuImgAsync("compare", "-f", "raw", "-F", "qcow2", site.Disk, site.Disk + ".changes.qcow2");
        await SiteFolder.QemuImgAsync("check", "-q", site.Disk + ".changes.qcow2");
    }

    [Fact]
    public async Task HVR_29_a_change_log_is_kept_over_a_stop_and_thrown_away_when_somebody_else_wrote_the_disk_or_nobody_saw_the_end()
    {
        await using RunningSite site = RunningSite.Create();
        await site.StartAsync();
        await site.WaitForConsoleAsync("TINY IS UP");
        await AddBitmapAsync(site);
        await site.Site.Site.StopMachineAsync("m1", Token);
        await site.StartAsync();
        Assert.Equal(["kept"], await BitmapsAsync(site));
        await site.WaitForConsoleAsync("TINY IS UP");
        Assert.True(await site.Site.Site.ShutDownMachineAsync("m1", TimeSpan.FromMinutes(1), Token));

        // A write of one byte by somebody who knows nothing of the log.
        await using (FileStream disk = File.OpenWrite(site.Disk))
        {
            disk.Position = 4096;
            disk.WriteByte(1);
        }

        await site.StartAsync();
        Assert.Empty(await BitmapsAsync(site));
        await AddBitmapAsync(site);
        await site.KillAsync();
        await site.StartAsync();
        Assert.Empty(await BitmapsAsync(site));
    }

    [Fact]
    public async Task Several_disks_keep_their_order_and_names_and_a_disk_that_has_no_plain_id_gets_one()
    {
        await using RunningSite site = RunningSite.Create(
            """
            {"id":"m1","name":"tiny, with a comma","memoryBytes":67108864,"disks":[
              {"id":"data, 1/2","path":"data.raw"},{"id":"disk0","path":"disk0.raw","boot":true},{"id":"big","path":"big.raw","logicalSectorSize":4096},
              {"id":"odd","path":"odd.raw"}, {"id":"image","path":"image.vhdx","format":"vhdx"}, {"id":"q","path":"q.qcow2","format":"qcow2"}]}
            """);
        foreach ((string name, int length) in (IEnumerable<(string, int)>)[("data.raw", 65536), ("big.raw", 65536), ("odd.raw", 777)])
            File.WriteAllBytes(Path.Combine(site.Site.Folder, "tiny", name), new byte[length]);
        await SiteFolder.QemuImgAsync("create", "-q", "-f", "vhdx", Path.Combine(site.Site.Folder, "tiny", "image.vhdx"), "8M");
        await SiteFolder.QemuImgAsync("create", "-q", "-f", "qcow2", Path.Combine(site.Site.Folder, "tiny", "q.qcow2"), "3M");
        await site.StartAsync();
        await site.WaitForConsoleAsync("TINY IS UP");
        JsonElement blocks = await site.AskAsync("query-block");
        Assert.Equal(
            ["/machine/peripheral/dev-d36c6ca25df88aef", "/machine/peripheral/dev-disk0", "/machine/peripheral/dev-big", "/machine/peripheral/dev-odd", "/machine/peripheral/dev-image", "/machine/peripheral/dev-q"],
            blocks.EnumerateArray().Select(block => block.GetProperty("qdev").GetString()!.Replace("/virtio-backend", "", StringComparison.Ordinal)));
        Assert.Equal(
            ["qcow2", "qcow2", "qcow2", "raw", "vhdx", "qcow2"],
            blocks.EnumerateArray().Select(block => block.GetProperty("inserted").GetProperty("drv").GetString()));
        Machine running = (await site.Site.Site.FindMachineAsync("m1", Token))!;
        Assert.Equal([65536, 1 << 20, 65536, 777, 8 << 20, 3 << 20], running.Disks.Select(disk => disk.Length));
    }

    [Fact]
    public async Task A_machine_boots_from_an_export()
    {
        if (ToolPath.Find("qemu-nbd") is null) Assert.Skip("qemu-nbd is not installed.");
        await using RunningSite site = RunningSite.Create();
        string socket = site.Site.Elsewhere("nbd");
        using Process server = Process.Start(new ProcessStartInfo("qemu-nbd", ["-f", "raw", "-x", "boot", "-k", socket, "--persistent", site.Disk]))!;
        try
        {
            while (!File.Exists(socket)) await Task.Delay(20, Token);
            string file = Path.Combine(site.Site.Folder, "tiny", "machine.json");
            string json = await File.ReadAllTextAsync(file, Token);
            await File.WriteAllTextAsync(file, json.Replace("\"disk0.raw\"", $"\"nbd+unix:///boot?socket={socket}\"", StringComparison.Ordinal), Token);
            await site.StartAsync();
            await site.WaitForConsoleAsync("TINY IS UP");
            Assert.Equal("PrimaryMustStayOff", (await Assert.ThrowsAsync<ReplicationException>(() => site.Site.Site.OpenDiskTargetAsync("m1", "disk0", 1 << 20, Token))).ErrorId);
            await site.Site.Site.StopMachineAsync("m1", Token);
            byte[] disk = await File.ReadAllBytesAsync(site.Disk, Token);
            Assert.Equal(disk[..512], disk[TinyGuest.CopyOffset..(TinyGuest.CopyOffset + 512)]);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(Token);
        }
    }

    [Fact]
    public async Task A_machine_deep_in_a_tree_has_its_sockets_elsewhere()
    {
        await using RunningSite site = RunningSite.Create($$"""{"id":"m1","name":"tiny","memoryBytes":67108864,"disks":[{"id":"disk0","path":"disk0.raw"}]}""");
        string id = new('x', 150);
        string file = Path.Combine(site.Site.Folder, "tiny", "machine.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Token)).Replace("m1", id, StringComparison.Ordinal), Token);
        await site.Site.Site.StartMachineAsync(id, Token);
        string[] sockets = [.. Directory.EnumerateDirectories(Path.GetTempPath(), "replication-*").Where(folder => File.Exists(Path.Combine(folder, "qmp-capture")))];
        await site.Site.Site.StopMachineAsync(id, Token);
        Assert.Contains(sockets, folder => !Directory.Exists(folder));
    }

    [Fact]
    public async Task A_machine_with_UEFI_keeps_its_variables_in_its_folder()
    {
        if (!File.Exists("/usr/share/OVMF/OVMF_CODE_4M.fd")) Assert.Skip("ovmf is not installed.");
        await using RunningSite site = RunningSite.Create("""{"id":"m1","name":"tiny","firmware":"Uefi","memoryBytes":134217728,"disks":[{"id":"disk0","path":"disk0.raw"}]}""");
        await site.StartAsync();
        string variables = Path.Combine(site.Site.Folder, "tiny", "uefi-variables.fd");
        Assert.Contains((await site.AskAsync("query-named-block-nodes")).EnumerateArray(), node => node.GetProperty("file").GetString() == variables);
        await site.WaitForConsoleAsync("BdsDxe");
    }

    private static async Task AddBitmapAsync(RunningSite site)
    {
        await using QmpClient monitor = await QmpClient.ConnectAsync(site.Record.Socket("qmp-capture"), cancellationToken: Token);
        await monitor.ExecuteAsync(
            "block-dirty-bitmap-add", new JsonObject { ["node"] = "disk-disk0", ["name"] = "kept", ["persistent"] = true }, cancellationToken: Token);
    }

    private static async Task<string[]> BitmapsAsync(RunningSite site) =>
    [
        .. (await site.AskAsync("query-block"))[0].GetProperty("inserted") is var inserted && inserted.TryGetProperty("dirty-bitmaps", out JsonElement bitmaps)
            ? bitmaps.EnumerateArray().Select(bitmap => bitmap.GetProperty("name").GetString()!)
            : [],
    ];
}
