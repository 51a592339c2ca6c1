using System.Text.Json;
using Replication.Core.Capture;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Protection;
using Replication.Core.RecoveryPoints;
using Replication.Core.Serialization;
using Replication.Live.Tests.Support;
using Replication.TestGuest;

namespace Replication.Live.Tests;

/// <summary>Machines of one group that run.</summary>
public class GroupInstantTests
{
    [Fact]
    public async Task Running_machines_of_a_group_are_held_together_and_the_common_point_is_one_instant()
    {
        using var folder = new GuestFolder();
        await using GuestDrill drill = await GuestDrill.MakeAsync(folder, new GuestSettings { RecordsPerSecond = 5 }, TimeSpan.FromMinutes(5), "db");
        GuestConsole web = await drill.StartAsync("hq"), db = await drill.StartAsync("hq", "db");
        await web.WaitForRecordAsync(3);
        await db.WaitForRecordAsync(3);
        bool agents = GuestParts.Need().GuestAgent is not null;
        if (agents) await Task.WhenAll(web.WaitForTextAsync("guest: agent"), db.WaitForTextAsync("guest: agent"));

        ReplicationGroup group = await drill.Service.Groups.GetAsync("g");
        ReplicationJob job = await drill.RunAsync(
            drill.Service.Verbs.Replicate(group, await drill.Service.Groups.ListVmsAsync(group), applications: ApplicationConsistency.Preferred));

        var result = JsonSerializer.Deserialize<ReplicateResult>(job.Result!, ReplicationJson.Compact)!;
        Assert.NotNull(result.GroupPointId);
        Assert.Null(result.GroupSkew);
        foreach (ReplicatedMachineResult machine in result.Machines)
        {
            RecoveryPoint point = (await drill.Service.Points.ListAsync(await drill.Service.Groups.GetVmAsync(machine.VmName)))[^1];
            Assert.Equal(result.GroupPointId, point.GroupPointId);
            Assert.Equal(agents ? Consistency.ApplicationConsistent : Consistency.CrashConsistent, point.Consistency);
            Assert.InRange(point.GuestPause!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(10));
            Assert.Equal(agents ? null : "GuestFreezeFailed", machine.Warning?.Split(':')[0]);
        }

        await web.WaitForRecordAsync(web.LastRecord + 5);
        await db.WaitForRecordAsync(db.LastRecord + 5);
    }
}
