using System.Security.Cryptography;
using Replication.Core.Machines;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Live.Tests.Support;
using Replication.TestGuest;

namespace Replication.Live.Tests;

/// <summary>What is known of changes through the ends that a machine and a replication can have.</summary>
public class TrackingTests
{
    /// <summary>The kernel on the boot disk, which the guest never writes: who reads it does not know what changed.</summary>
    private const long Kernel = 10 << 20;

    [Fact]
    public async Task HVR_29_Changes_are_known_after_a_killed_replication_and_a_shutdown_and_found_by_comparing_after_a_power_loss()
    {
        using var folder = new GuestFolder();
        await using GuestDrill drill = await GuestDrill.MakeAsync(folder, new GuestSettings { RecordsPerSecond = 10 }, TimeSpan.FromMinutes(5));
        GuestConsole console = await drill.StartAsync("hq");
        await console.WaitForRecordAsync(5);
        // All that there is, and no holes.
        Assert.InRange((await drill.ReplicateAsync()).BytesRead, Kernel, 4 * Kernel);
        Assert.True(File.Exists((await drill.MachineAsync("hq")).Disks[1].Path + ".changes.qcow2"));

        await console.WaitForRecordAsync(console.LastRecord + 5);
        // The backlog is what the log says, in grains of 64 KiB.
        Assert.InRange((await drill.Service.Health.OfAsync(await drill.VmAsync())).PendingReplicationSize!.Value, 64 << 10, Kernel);
        await drill.ReplicateAndDieAsync();
        await console.WaitForRecordAsync(console.LastRecord + 5);
        await RequireDeltaAsync(drill, console.LastRecord);

        await drill.ShutDownAsync("hq");
        console = await drill.StartAsync("hq");
        await console.WaitForRecordAsync(1);
        await RequireDeltaAsync(drill, console.LastRecord);

        await drill.KillAsync("hq");
        console = await drill.StartAsync("hq");
        await console.WaitForRecordAsync(1);
        ReplicatedMachineResult compared = await drill.ReplicateAsync();
        Assert.InRange(compared.BytesRead, Kernel, long.MaxValue);
        // Compared, not sent again.
        Assert.InRange(compared.BytesSent, 1, Kernel);
    }

    /// <summary>Replicates, reading changes alone, and looks whether the point has all of them.</summary>
    private static async Task RequireDeltaAsync(GuestDrill drill, long written)
    {
        Assert.InRange((await drill.ReplicateAsync()).BytesRead, 1, Kernel);
        RecoveryPoint point = (await drill.PointsAsync())[^1];
        await drill.RunAsync(drill.Service.Verbs.StartTestFailover(await drill.VmAsync(), point.Id, noStart: true));
        Machine made = await drill.MachineAsync("dr", "web - Test"), primary = await drill.MachineAsync("hq");
        Assert.InRange((await GuestFileSystem.CheckAsync(made.Disks.Single(disk => disk.Id == "data").Path)).Last, written, long.MaxValue);
        Assert.Equal(await HashAsync(primary, "boot"), await HashAsync(made, "boot"));
        await drill.RunAsync(drill.Service.Verbs.StopTestFailover(await drill.VmAsync()));
    }

    private static async Task<string> HashAsync(Machine machine, string diskId)
    {
        string path = machine.Disks.Single(disk => disk.Id == diskId).Path;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Convert.ToHexString(await SHA256.HashDataAsync(file));
    }
}
