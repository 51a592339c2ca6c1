using System.Diagnostics;
using System.Text.Json;
using Replication.Disks.Nbd;

namespace Replication.Agent.Tests.Host;

/// <summary>Mounted points as processes of a machine see them.</summary>
public sealed class MountTests : IAsyncLifetime
{
    private readonly HostRun _run = new();
    private readonly byte[] _content = CommandRun.Content(3 << 20, 21);

    public async ValueTask InitializeAsync()
    {
        await _run.Commands.ProtectAsync(_content);
        await _run.Commands.JsonAsync("start");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (JsonElement mount in (await _run.Commands.JsonAsync("mounts")).EnumerateArray())
            await _run.Commands.JsonAsync("unmount", IdOf(mount), "--discard");
        await _run.DisposeAsync();
    }

    [Fact]
    public async Task A_point_is_served_at_once_and_outlives_the_command()
    {
        JsonElement mounted = await MountAsync("web01");
        Assert.StartsWith("nbd+unix:///disk0?socket=", UriOf(mounted), StringComparison.Ordinal);
        Assert.Equal(_content, await ReadAsync(UriOf(mounted)));
        // A mount for reading that is there already is used again.
        Assert.Equal(mounted.GetProperty("mountId").GetString(), (await MountAsync("web01")).GetProperty("mountId").GetString());
        JsonElement listed = Assert.Single((await _run.Commands.JsonAsync("mounts")).EnumerateArray());
        Assert.Equal((UriOf(mounted), "Served"), (UriOf(listed.GetProperty("serving")), listed.GetProperty("serving").GetProperty("state").GetString()));

        await _run.Commands.JsonAsync("unmount", IdOf(listed));
        Assert.Empty((await _run.Commands.JsonAsync("mounts")).EnumerateArray());
        await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(UriOf(mounted)));
        Assert.False(File.Exists(SocketOf(mounted)));
    }

    [Fact]
    public async Task INV_08_a_rehearsal_starts_nothing_and_mounts_nothing()
    {
        Assert.Contains("Nothing was changed.", (await _run.Commands.RunAsync("mount", "web01", "--writable", "--plan")).Output, StringComparison.Ordinal);
        Assert.Empty((await _run.Commands.JsonAsync("mounts")).EnumerateArray());
        Assert.False(Directory.Exists(_run.Folder.Folder));
    }

    [Fact]
    public async Task INV_02_a_host_that_is_killed_is_followed_by_one_that_serves_the_same_with_what_was_flushed()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Signals are sent as on Linux.");
        JsonElement mounted = await MountAsync("web01", "--writable");
        byte[] written = CommandRun.Content(100_000, 22);
        await using (NbdDisk disk = await NbdDisk.OpenAsync(NbdAddress.Parse(UriOf(mounted))))
        {
            await disk.WriteAsync(70_000, written);
            await disk.FlushAsync();
            int host = (await _run.Host.PingAsync())!.ProcessId;
            Assert.Equal(0, Signals.Send(host, Signals.Kill));
            await HostRun.GoneAsync(host);
        }

        JsonElement again = Assert.Single((await _run.Commands.JsonAsync("mounts")).EnumerateArray()).GetProperty("serving");
        Assert.Equal(UriOf(mounted), UriOf(again));
        byte[] expected = (byte[])_content.Clone();
        written.CopyTo(expected, 70_000);
        Assert.Equal(expected, await ReadAsync(UriOf(again)));
    }

    [Fact]
    public async Task What_was_written_is_lost_only_when_that_is_asked_for_and_the_point_never_changes()
    {
        JsonElement mounted = await MountAsync("web01", "--writable");
        await using (NbdDisk disk = await NbdDisk.OpenAsync(NbdAddress.Parse(UriOf(mounted)))) await disk.WriteAsync(0, new byte[4096]);
        string id = mounted.GetProperty("mountId").GetString()!;
        CommandResult refused = await _run.Commands.RunAsync("unmount", id);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("MountHasChanges", refused.Errors, StringComparison.Ordinal);
        // It is served again, as it was.
        Assert.All((await ReadAsync(UriOf(mounted))).Take(4096), value => Assert.Equal(0, value));
        await _run.Commands.JsonAsync("unmount", id, "--discard");
        Assert.False(Directory.Exists(Path.Combine(_run.Folder.Workspace, "mounts", id)));
        Assert.True(await _run.HoldsAsync(_content));
    }

    [Fact]
    public async Task INV_11_a_mounted_point_is_kept_by_retention_by_removals_and_by_that_of_its_VM()
    {
        await _run.Commands.JsonAsync("machine", "new", "web02", "--site", "hq", "--disk", _run.Commands.Path1("image.raw"));
        await _run.Commands.JsonAsync("group", "new", "short", "--from", "hq", "--to", "dr", "--history", "0", "--interval", "0");
        await _run.Commands.JsonAsync("vm", "add", "web02", "--group", "short");
        await _run.Commands.JsonAsync("start", "web02");
        JsonElement mounted = await MountAsync("web02");
        string point = Assert.Single(await PointsAsync("web02"));
        await ReplicateAnotherAsync(30);
        await ReplicateAnotherAsync(31);
        // The one between went by the policy.
        string[] kept = await PointsAsync("web02");
        Assert.Equal((2, point), (kept.Length, kept[0]));
        Assert.Contains("VmHasMounts", (await _run.Commands.RunAsync("vm", "remove", "web02", "--delete-points")).Errors, StringComparison.Ordinal);
        Assert.Equal(_content, await ReadAsync(UriOf(mounted)));
        await _run.Commands.JsonAsync("unmount", point);
        await ReplicateAnotherAsync(32);
        Assert.DoesNotContain(point, await PointsAsync("web02"));
    }

    [Fact]
    public async Task The_host_stays_while_there_is_a_mount_and_leaves_after_it()
    {
        await MountAsync("web01");
        await _run.Host.StopAsync();
        Process host = _run.Start(idle: 0.3);
        await _run.AnsweringAsync();
        // Several times as long as it would stay without a mount.
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal(1, (await _run.Host.PingAsync())!.Mounts);
        Assert.False(host.HasExited);
        await _run.Commands.JsonAsync("unmount", IdOf((await _run.Commands.JsonAsync("mounts"))[0]));
        await host.WaitForExitAsync();
        Assert.Equal(0, host.ExitCode);
    }

    [Fact]
    public async Task INV_10_what_cannot_be_mounted_is_refused_by_name_and_leaves_no_mount()
    {
        (string[] Arguments, string ErrorId)[] refusals =
        [
            (["mount", "nope"], "RecoveryPointNotFound"),
            (["mount", "web01", "--disk", "disk7"], "DiskNotFound"),
            (["mount", "web01", "--tcp", "70000"], "OptionInvalid"),
            (["unmount", "nope"], "MountNotFound"),
        ];
        foreach ((string[] arguments, string errorId) in refusals)
        {
            CommandResult refused = await _run.Commands.RunAsync(arguments);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains(errorId, refused.Errors, StringComparison.Ordinal);
        }

        Assert.Empty((await _run.Commands.JsonAsync("mounts")).EnumerateArray());
    }

    [Fact]
    public async Task Tools_of_others_read_and_write_it()
    {
        if (!QemuTools.AreThere) Assert.Skip("qemu-img and qemu-io are not installed.");
        string uri = UriOf(await MountAsync("web01", "--writable", "--tcp", "0"));
        Assert.StartsWith("nbd://127.0.0.1:", uri, StringComparison.Ordinal);
        string image = _run.Commands.Path1("image.raw");
        Assert.Contains("identical", await QemuTools.RunAsync("qemu-img", "compare", "-f", "raw", "-F", "raw", uri, image), StringComparison.Ordinal);
        await QemuTools.RunAsync(
            "qemu-io", "-f", "raw", "-c", "write -P 0x5a 1M 65k", "-c", "write -z -u 0 128k", "-c", "flush", "-c", "read -P 0x5a 1M 65k", uri);
        byte[] expected = (byte[])_content.Clone();
        expected.AsSpan(1 << 20, 65 << 10).Fill(0x5A);
        expected.AsSpan(0, 128 << 10).Clear();
        Assert.Equal(expected, await ReadAsync(uri));
        if (QemuTools.HasNbdInfo) Assert.Contains($"export-size: {_content.Length} ", await QemuTools.RunAsync("nbdinfo", uri), StringComparison.Ordinal);
        Assert.Contains("\"zero\": true", await QemuTools.RunAsync("qemu-img", "map", "--output=json", "-f", "raw", uri), StringComparison.Ordinal);
    }

    private async Task<string[]> PointsAsync(string vm) =>
        [.. (await _run.Commands.JsonAsync("points", vm)).EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    private async Task ReplicateAnotherAsync(int seed)
    {
        string disk = Directory.EnumerateFiles(Path.Combine(_run.Commands.Path1("hq"), "web02"), "*.raw").Single();
        await File.WriteAllBytesAsync(disk, CommandRun.Content(3 << 20, seed));
        await _run.Commands.JsonAsync("start", "web02");
    }

    private static string IdOf(JsonElement listed) => listed.GetProperty("mount").GetProperty("id").GetString()!;

    private static string UriOf(JsonElement serving) => serving.GetProperty("exports")[0].GetProperty("uri").GetString()!;

    private static string SocketOf(JsonElement serving) => NbdAddress.Parse(UriOf(serving)).SocketPath!;

    private async Task<JsonElement> MountAsync(params string[] arguments)
    {
        JsonElement job = (await _run.Commands.JsonAsync(["mount", .. arguments]))[0];
        return job.GetProperty("result");
    }

    private static async Task<byte[]> ReadAsync(string uri)
    {
        await using NbdDisk disk = await NbdDisk.OpenAsync(NbdAddress.Parse(uri));
        var content = new byte[disk.Length];
        await disk.ReadAsync(0, content);
        return content;
    }
}
