using Replication.Agent.Drill;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Core.States;
using Replication.Hypervisors.Qemu.Monitor;
using Replication.Live.Tests.Support;
using Replication.TestGuest;

namespace Replication.Live.Tests;

/// <summary>
/// A real guest to EC2 and back: it writes all the time and is replicated while it runs, loses its power, is failed over to an instance, writes on there,
/// and comes home. EC2 is the server of `serve --ec2`, whose volumes are files with the real bytes and which runs no guests: the test is the hypervisor
/// of its instance, with the instance's volumes as the disks. REPLICATION_LONG_TESTS=1 replicates for minutes before.
/// </summary>
public class CloudDisasterTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>A policy promises no more than EBS can keep up; who asks for a replication gets it all the same.</summary>
    private static readonly TimeSpan Policy = TimeSpan.FromMinutes(5);

    private static readonly int Rounds = Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1" ? 60 : 3;

    [Fact]
    public async Task HVR_42_A_workload_survives_the_loss_of_its_host_in_EC2_and_comes_home_with_every_record()
    {
        using var folder = new GuestFolder();
        await using DrillCloud cloud = await DrillCloud.StartAsync(folder.File("cloud"), CancellationToken.None);
        var place = new AwsPlace("dr", cloud, DrillCloud.AwayRegion);
        await using GuestDrill drill = await GuestDrill.MakeAsync(folder, new GuestSettings { RecordsPerSecond = 10, LoadKiB = 128 }, Policy, place);
        GuestConsole primary = await drill.StartAsync("hq");
        await primary.WaitForRecordAsync(10);
        (long safe, DateTimeOffset captured) = await drill.ReplicateAndLoseAsync(primary, Rounds, Interval);

        await drill.RunAsync(drill.Service.Verbs.Failover(await drill.VmAsync(), pointId: null, noStart: false));
        Machine instance = await drill.MachineAsync("dr");
        Assert.Equal(PowerState.Running, instance.PowerState);
        var volumes = new GuestDisks(place.FileOf(instance.Disks.Single(disk => disk.Id == "boot")), place.FileOf(instance.Disks.Single(disk => disk.Id == "data")));
        RecordChain chain = await GuestDrill.RequireRecentAsync(volumes.Data, safe, captured, Interval);

        RecordChain ended = await RunInCloudAsync(folder, drill, volumes, chain);
        await (await drill.Service.Sites.OpenAsync("dr")).StopMachineAsync(instance.Id);
        await drill.RunAsync(drill.Service.Verbs.Failback(await drill.VmAsync()));
        RecordChain home = await GuestFileSystem.CheckAsync((await drill.MachineAsync("hq")).Disks.Single(disk => disk.Id == "data").Path);
        Assert.Equal(ended, home);
        Assert.Equal(ReplicationState.FailbackComplete, (await drill.VmAsync()).ReplicationState);

        GuestConsole again = await drill.StartAsync("hq");
        await again.WaitForTextAsync($"guest: chain ok last={home.Last}");
        await again.WaitForRecordAsync(home.Last + 5);
    }

    /// <summary>Lets the guest go on, turns the direction round while it runs, and has it shut down.</summary>
    /// <returns>What is then on the instance's volume.</returns>
    private static async Task<RecordChain> RunInCloudAsync(GuestFolder folder, GuestDrill drill, GuestDisks volumes, RecordChain chain)
    {
        await using RunningGuest guest = RunningGuest.Start(folder, RunningGuest.PlainDisks(volumes), "ec2");
        await guest.Console.WaitForTextAsync($"guest: chain ok last={chain.Last}");
        await guest.Console.WaitForRecordAsync(chain.Last + 10);
        await using QmpClient monitor = await QmpClient.ConnectAsync(folder.File("ec2.qmp"));
        await drill.RunAsync(drill.Service.Verbs.Complete(await drill.VmAsync()));
        // A snapshot of a volume takes its file as it is during the call, so whoever writes it pauses (docs/ec2.md).
        await monitor.ExecuteAsync("stop");
        long reversed = guest.Console.LastRecord;
        await drill.RunAsync(drill.Service.Verbs.Reverse(await drill.VmAsync()));
        await monitor.ExecuteAsync("cont");

        await guest.Console.WaitForRecordAsync(reversed + 10);
        await monitor.ExecuteAsync("system_powerdown");
        await guest.WaitForEndAsync();
        RecordChain ended = await GuestFileSystem.CheckAsync(volumes.Data);
        Assert.InRange(ended.Last, reversed + 10, long.MaxValue);
        return ended;
    }
}
