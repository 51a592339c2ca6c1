using Replication.Aws.HotAdd;
using Replication.Aws.HotAdd.Windows;
using Replication.Aws.Sites;
using Replication.Aws.Tests.Sites;
using Replication.Aws.Tests.Support;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Platform;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Disks.Guests;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>Drivers written into a real NTFS volume and real hives.</summary>
public sealed class OfflineDriverInjectorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NOD_02_drivers_and_their_start_values_are_in_the_guest_afterwards_also_when_it_is_done_twice()
    {
        RequireTools();
        using var folder = new TemporaryDirectory();
        string disk = Path.Combine(folder.Path, "disk.raw");
        await WindowsDisk.MakeAsync(disk, Token);
        Assert.Equal((null, null, null), await WindowsDisk.ReadAsync(disk, Token));
        DriverFolder drivers = DriverFolder.Open(DriverFiles.Make(folder.Path));

        for (int time = 0; time < 2; time++)
        {
            await new OfflineDriverInjector(new HiveCompletion()).InjectAsync(disk, drivers, Token);

            (string? driver, string? start, string? firstLogon) = await WindowsDisk.ReadAsync(disk, Token);
            Assert.Equal(("a driver", "0"), (driver, start?.Replace("0x00000000", "0", StringComparison.Ordinal)));
            // Both installers, a task for the next start, the restart; and then the report.
            string[] steps = [DriverFolder.PvDrivers, DriverFolder.Ec2Config, "/sc onstart /ru SYSTEM", "shutdown /r", FirstLogonScript.Report];
            int[] places = [.. steps.Select(step => firstLogon!.IndexOf(step, StringComparison.Ordinal))];
            Assert.DoesNotContain(-1, places);
            Assert.Equal(places.Order(), places);
        }
    }

    [Fact]
    public async Task A_registry_that_was_in_use_is_completed_with_its_log_before_it_is_changed()
    {
        RequireTools();
        using var folder = new TemporaryDirectory();
        string disk = Path.Combine(folder.Path, "disk.raw");
        await WindowsDisk.MakeAsync(disk, Token);
        await WindowsDisk.LeaveInUseAsync(disk, Token);
        DriverFolder drivers = DriverFolder.Open(DriverFiles.Make(folder.Path));

        await new OfflineDriverInjector(new LogIsTheHive()).InjectAsync(disk, drivers, Token);

        Assert.Equal("a driver", (await WindowsDisk.ReadAsync(disk, Token)).Driver);
        Assert.Equal("0", (await WindowsDisk.ReadAsync(disk, Token)).Start?.Replace("0x00000000", "0", StringComparison.Ordinal));
        Assert.Equal(WindowsDisk.OfLog, await WindowsDisk.PlaceholderAsync(disk, Token));
    }

    [Fact]
    public async Task A_registry_that_its_logs_do_not_complete_is_refused_and_nothing_is_written()
    {
        RequireTools();
        using var folder = new TemporaryDirectory();
        string disk = Path.Combine(folder.Path, "disk.raw");
        await WindowsDisk.MakeAsync(disk, Token);
        await WindowsDisk.LeaveInUseAsync(disk, Token);
        DriverFolder drivers = DriverFolder.Open(DriverFiles.Make(folder.Path));

        // The log of this image is none that Windows has written.
        var refused = await Assert.ThrowsAsync<ReplicationException>(() => new OfflineDriverInjector(new HiveCompletion()).InjectAsync(disk, drivers, Token));

        Assert.Equal("DriverInjectionFailed", refused.ErrorId);
        Assert.Contains("none of these can be replayed", refused.Message, StringComparison.Ordinal);
        Assert.Null((await WindowsDisk.ReadAsync(disk, Token)).Driver);
        Assert.NotEqual(WindowsDisk.OfLog, await WindowsDisk.PlaceholderAsync(disk, Token));
    }

    [Fact]
    public async Task A_disk_without_windows_is_refused()
    {
        RequireTools();
        using var folder = new TemporaryDirectory();
        string disk = Path.Combine(folder.Path, "disk.raw");
        await WindowsDisk.MakeAsync(disk, Token);
        await using (FileStream file = File.OpenWrite(disk))
        {
            file.Position = WindowsDisk.PartitionOffset;
            file.Write(new byte[512]);
        }

        DriverFolder drivers = DriverFolder.Open(DriverFiles.Make(folder.Path));
        Assert.Equal("DriverInjectionFailed", (await Assert.ThrowsAsync<ReplicationException>(() => new OfflineDriverInjector(new HiveCompletion()).InjectAsync(disk, drivers, Token))).ErrorId);
    }

    [Fact]
    public async Task PRC_01_a_failover_to_a_windows_machine_boots_from_a_volume_with_drivers_and_its_snapshot_stays_as_it_was()
    {
        RequireTools();
        await using HotAddLab lab = await HotAddLab.StartAsync();
        IReadOnlyList<string> attached = await lab.AttachedAsync();
        using var folder = new TemporaryDirectory();
        string disk = Path.Combine(folder.Path, "disk.raw");
        await WindowsDisk.MakeAsync(disk, Token);
        AwsSite site = lab.Cloud.OpenSite(
            ("accessNode", lab.Node), ("deviceFolder", lab.Cloud.Devices), ("driverFolder", DriverFiles.Make(folder.Path)), ("licences", "provided"));
        string snapshot = await UploadAsync(site, disk);
        var machine = new Machine
        {
            Id = Guid.NewGuid().ToString(),
            Name = "win",
            OperatingSystem = "Windows Server 2019",
            MemoryBytes = 2L << 30,
            Disks = [new MachineDisk { Id = "c", Position = 0, Path = "disk.raw", Length = WindowsDisk.Length, Boot = true }],
        };
        var contents = new Dictionary<string, DiskContent> { ["c"] = await lab.Cloud.ContentAsync(site, snapshot) };

        Machine replica = await site.CreateMachineAsync(new MachineSpecification(machine, contents, MachineRole.Replica) { Start = true }, cancellationToken: Token);

        Assert.Equal(PowerState.Running, replica.PowerState);
        Assert.Equal(attached, await lab.AttachedAsync());
        string copy = Path.Combine(folder.Path, "copy.raw");
        File.Copy(lab.Cloud.VolumeFile(replica.Disks[0].Path), copy);
        Assert.Equal("a driver", (await WindowsDisk.ReadAsync(copy, Token)).Driver);
        Assert.Equal(await File.ReadAllBytesAsync(disk, Token), await ReadAsync(contents["c"].View));
    }

    private static void RequireTools()
    {
        if (new OfflineDriverInjector(new HiveCompletion()).Unavailable is { } reason) Assert.Skip($"Drivers cannot be put into a guest here: {reason}");
        if (ToolPath.Find("mkfs.ntfs") is null) Assert.Skip("mkfs.ntfs is not installed.");
    }

    private static async Task<byte[]> ReadAsync(IDiskView view)
    {
        var bytes = new byte[view.Length];
        await view.ReadAsync(0, bytes, Token);
        return bytes;
    }

    private static async Task<string> UploadAsync(ISite site, string path)
    {
        ISnapshotStore store = await site.OpenStoreAsync(Token);
        SnapshotInfo snapshot = await store.StartAsync(new StartSnapshotRequest { Length = WindowsDisk.Length }, Token);
        int put = 0;
        await using FileStream file = File.OpenRead(path);
        var block = new byte[BlockGeometry.BlockSize];
        for (long index = 0; index < BlockGeometry.BlockCount(WindowsDisk.Length); index++)
        {
            await file.ReadExactlyAsync(block, Token);
            if (!block.AsSpan().ContainsAnyExcept((byte)0)) continue;
            await store.PutBlockAsync(snapshot.Id, index, block.ToArray(), null, Token);
            put++;
        }

        return (await store.CompleteAsync(snapshot.Id, new CompleteSnapshotRequest { ChangedBlocks = put }, Token)).Id;
    }
}
