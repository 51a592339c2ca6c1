using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.States;
using Replication.Live.Tests.Support;
using Replication.TestGuest;

namespace Replication.Live.Tests;

/// <summary>
/// A real guest through a whole disaster: it writes all the time and is replicated while it runs, loses its power, goes on at the other site, is
/// replicated home while it runs there, and comes home. REPLICATION_LONG_TESTS=1 replicates for minutes before.
/// </summary>
public class DisasterTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly int Rounds = Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1" ? 60 : 4;

    [Fact]
    public async Task HVR_42_A_workload_survives_the_loss_of_its_host_and_comes_home_with_every_record()
    {
        using var folder = new GuestFolder();
        await using GuestDrill drill = await GuestDrill.MakeAsync(folder, new GuestSettings { RecordsPerSecond = 10, LoadKiB = 128 }, Interval);
        GuestConsole primary = await drill.StartAsync("hq");
        await primary.WaitForRecordAsync(10);

        (long safe, DateTimeOffset lost) = await drill.ReplicateAndLoseAsync(primary, Rounds, Interval);
        long last = await FailOverAsync(drill, safe, lost);
        long atHome = await ComeHomeAsync(drill, last);

        Assert.Equal("PrimaryMustStayOff", (await Assert.ThrowsAsync<ReplicationException>(() => drill.StartAsync("dr"))).ErrorId);
        GuestConsole home = await drill.StartAsync("hq");
        await home.WaitForTextAsync($"guest: chain ok last={atHome}");
        await home.WaitForRecordAsync(atHome + 5);
    }

    /// <summary>Fails over, proves the replica's disk before anything writes it, and lets it run.</summary>
    private static async Task<long> FailOverAsync(GuestDrill drill, long safe, DateTimeOffset captured)
    {
        await drill.RunAsync(drill.Service.Verbs.Failover(await drill.VmAsync(), pointId: null, noStart: true));
        Machine replica = await drill.MachineAsync("dr");
        RecordChain chain = await GuestDrill.RequireRecentAsync(replica.Disks.Single(disk => disk.Id == "data").Path, safe, captured, Interval);
        GuestConsole console = await drill.StartAsync("dr");
        await console.WaitForTextAsync($"guest: chain ok last={chain.Last}");
        await console.WaitForRecordAsync(chain.Last + 10);
        return console.LastRecord;
    }

    /// <summary>Turns the direction round while the replica runs, replicates it, shuts it down and fails back.</summary>
    private static async Task<long> ComeHomeAsync(GuestDrill drill, long last)
    {
        await drill.RunAsync(drill.Service.Verbs.Complete(await drill.VmAsync()));
        await drill.RunAsync(drill.Service.Verbs.Reverse(await drill.VmAsync()));
        await drill.ReplicateAsync();
        await drill.ShutDownAsync("dr");
        Machine replica = await drill.MachineAsync("dr");
        RecordChain ended = await GuestFileSystem.CheckAsync(replica.Disks.Single(disk => disk.Id == "data").Path);
        Assert.True(ended.Last > last);

        await drill.RunAsync(drill.Service.Verbs.Failback(await drill.VmAsync()));
        RecordChain home = await GuestFileSystem.CheckAsync((await drill.MachineAsync("hq")).Disks.Single(disk => disk.Id == "data").Path);
        Assert.Equal(ended, home);
        Assert.Equal(ReplicationState.FailbackComplete, (await drill.VmAsync()).ReplicationState);
        return home.Last;
    }
}
