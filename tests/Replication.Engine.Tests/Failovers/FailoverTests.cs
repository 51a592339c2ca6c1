using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.States;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Failovers;

public sealed class FailoverTests
{
    [Fact]
    public async Task HVR_43_a_running_machine_is_not_failed_over_as_planned()
    {
        await using var lab = new Lab();
        TestMachine web = await ProtectAsync(lab);
        await using (QemuWriter running = await QemuWriter.HoldAsync(web.Disk(0)))
        {
            ReplicationJob refused = await lab.TryAsync("planned");
            Assert.Equal("VmRunning", refused.Error!.ErrorId);
            Assert.Contains("Shut down web first", refused.Error.Message, StringComparison.Ordinal);
            Assert.Equal("VmRunning", (await lab.TryAsync("replicate")).Error!.ErrorId);
            Assert.Equal(ReplicationState.Replicating, (await lab.VmAsync()).ReplicationState);
        }

        await lab.RunAsync("planned");
    }

    [Fact]
    public async Task HVR_44_a_site_that_takes_no_replicas_is_not_left_as_planned()
    {
        await using var lab = new Lab();
        TestMachine web = lab.AddMachine("web", 1_000_000).Fill(0, 1);
        await lab.OpenAsync();
        SiteDefinition hq = await lab.Service.Sites.AddAsync("hq", SiteKind.Local, new Dictionary<string, string> { ["path"] = lab.Hq, ["store"] = "none" });
        SiteDefinition dr = await lab.Service.Sites.AddAsync("dr", SiteKind.Local, new Dictionary<string, string> { ["path"] = lab.Dr, ["hypervisor"] = "none" });
        await lab.Service.Groups.AddVmAsync(await lab.Service.Groups.NewAsync("g", hq, dr), "web");
        await lab.RunAsync("replicate");
        Assert.Equal("PrimaryNotReplicaServer", (await lab.TryAsync("planned")).Error!.ErrorId);
        await lab.RunAsync("failover");
        Assert.Equal(web.Hashes(), Lab.MachineAt(lab.Dr, "web").Hashes());
    }

    [Fact]
    public async Task HVR_45_HVR_46_a_planned_failover_loses_nothing_and_the_delta_flows_back()
    {
        await using var lab = new Lab();
        TestMachine web = await ProtectAsync(lab);
        web.Scribble(0, 700_000, 5000, 3);
        await lab.RunAsync("planned");
        TestMachine replica = Lab.MachineAt(lab.Dr, "web");
        Assert.Equal(web.Hashes(), replica.Hashes());
        Assert.True((await lab.PointsAsync())[^1].Planned);
        await lab.RunAsync("reverse");
        replica.Scribble(0, 1_200_000, 10, 4);
        await lab.RunAsync("replicate");
        Assert.Equal(replica.Hashes(), (await Picture.HashPointsAsync(lab.HqStore))[^1]);
        ReplicatedVM vm = await lab.VmAsync();
        Assert.Equal((ReplicationDirection.Reverse, ReplicationState.Replicating), (vm.Direction, vm.ReplicationState));
        Assert.Equal(replica.Id, vm.PrimaryMachineId);
    }

    [Fact]
    public async Task HVR_49_HVR_51_a_test_disturbs_nothing_and_leaves_nothing()
    {
        await using var lab = new Lab();
        TestMachine web = await ProtectAsync(lab, history: 0);
        var tested = web.Hashes();
        string before = await Picture.TakeAsync(lab, evidence: false);
        await lab.RunAsync("test");
        TestMachine test = Lab.MachineAt(lab.Dr, "web - Test");
        Assert.Equal(tested, test.Hashes());
        await lab.RunAsync("stop-test");
        Assert.Equal(before, await Picture.TakeAsync(lab, evidence: false));

        await lab.RunAsync("test");
        test = Lab.MachineAt(lab.Dr, "web - Test");
        test.Scribble(0, 0, 100_000, 66);
        web.Scribble(0, 0, 100, 67);
        await lab.RunAsync("replicate");
        // INV-11: the point of the test stays although the policy keeps the latest alone.
        Assert.Equal([tested, web.Hashes()], await Picture.HashPointsAsync(lab.DrStore));
        Assert.Equal("TestFailoverInProgress", (await lab.TryAsync("test")).Error!.ErrorId);
        await lab.RunAsync("stop-test");
        await lab.RunAsync("stop-test");
        await lab.RunAsync("replicate");
        Assert.Equal([web.Hashes()], await Picture.HashPointsAsync(lab.DrStore));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("two words")]
    [InlineData("it's \"quoted\"")]
    [InlineData("Büro-Server 东京 🚀")]
    [InlineData("a/b\\c:d")]
    [InlineData("..")]
    [InlineData(".hidden")]
    public async Task HVR_50_the_test_machine_is_named_after_the_vm(string name)
    {
        await using var lab = new Lab();
        TestMachine machine = Lab.AddMachineAt(lab.Hq, "folder", name, 700_000).Fill(0, 1);
        var group = await lab.SetUpAsync();
        await lab.Service.Groups.AddVmAsync(group, name);
        await lab.RunAsync("replicate", name);
        await lab.RunAsync("test", name);
        Assert.Equal(machine.Hashes(), Lab.MachineAt(lab.Dr, name + " - Test").Hashes());
        await lab.RunAsync("stop-test", name);
        await lab.RunAsync("failover", name);
        Assert.Equal(machine.Hashes(), Lab.MachineAt(lab.Dr, name).Hashes());
        Assert.Empty(Directory.EnumerateDirectories(lab.Folder).Select(Path.GetFileName).Except(["hq", "dr", "workspace"]));
    }

    [Fact]
    public async Task HVR_50_a_name_that_is_taken_is_refused()
    {
        await using var lab = new Lab();
        await ProtectAsync(lab);
        Lab.AddMachineAt(lab.Dr, "x", "WEB - test", 512);
        Assert.Equal("TestVmNameInUse", (await lab.TryAsync("test")).Error!.ErrorId);
        Lab.AddMachineAt(lab.Dr, "y", "web", 512);
        Assert.Equal("ReplicaVmNameInUse", (await lab.TryAsync("failover")).Error!.ErrorId);
        Assert.Equal(ReplicationState.Replicating, (await lab.VmAsync()).ReplicationState);
    }

    [Fact]
    public async Task HVR_52_every_kept_point_can_be_chosen_and_no_other()
    {
        await using var lab = new Lab();
        TestMachine web = await ProtectAsync(lab);
        var recorded = new List<IReadOnlyDictionary<string, string>> { web.Hashes() };
        for (int i = 0; i < 3; i++)
        {
            web.Scribble(0, i * 600_000, 100, i);
            recorded.Add(web.Hashes());
            await lab.RunAsync("replicate");
        }

        var points = await lab.PointsAsync();
        Assert.Equal(4, points.Count);
        Assert.Equal("RecoveryPointNotFound", (await lab.TryAsync("failover", argument: Guid.NewGuid().ToString())).Error!.ErrorId);
        // The first is a failover, the others choose another point before completing.
        for (int i = 0; i < points.Count; i++)
        {
            await lab.RunAsync("failover", argument: points[i].Id);
            Assert.Equal(recorded[i], Lab.MachineAt(lab.Dr, "web").Hashes());
            Assert.Single(Directory.EnumerateDirectories(lab.Dr), directory => !Path.GetFileName(directory).StartsWith('.'));
        }

        await lab.RunAsync("undo");
        Assert.Equal(ReplicationState.Replicating, (await lab.VmAsync()).ReplicationState);
        Assert.DoesNotContain(Directory.EnumerateDirectories(lab.Dr), directory => !Path.GetFileName(directory).StartsWith('.'));
        Assert.Equal(recorded, await Picture.HashPointsAsync(lab.DrStore));
        await lab.RunAsync("replicate");
    }

    [Fact]
    public async Task HVR_55_INV_06_only_the_differences_travel_back_and_home()
    {
        await using var lab = new Lab();
        TestMachine web = lab.AddMachine("web", 100 * TestMachine.Block);
        for (int block = 0; block < 100; block++) web.Scribble(0, (long)block * TestMachine.Block, 3000, block);
        var group = await lab.SetUpAsync();
        await lab.Service.Groups.AddVmAsync(group, "web");
        await lab.RunAsync("replicate");
        await lab.RunAsync("failover");
        TestMachine replica = Lab.MachineAt(lab.Dr, "web");
        replica.Scribble(0, 10 * TestMachine.Block, 100, 500);
        web.Scribble(0, 20 * TestMachine.Block, 100, 501);
        await lab.RunAsync("reverse");
        RecoveryPoint back = (await lab.PointsAsync())[^1];
        // One block changed away and one at home: both differ from the disk at home.
        Assert.Equal(2 * TestMachine.Block, back.BytesSent);
        Assert.Equal(replica.Hashes(), (await Picture.HashPointsAsync(lab.HqStore)).Single());
        replica.Scribble(0, 30 * TestMachine.Block, 100, 502);
        await lab.RunAsync("failback");
        Assert.Equal(replica.Hashes(), web.Hashes());
        Assert.Equal(TestMachine.Block, (await PointsAtAsync(lab, lab.HqStore))[^1].BytesSent);
        var home = web.Hashes();
        await lab.RunAsync("complete");
        web.Scribble(0, 0, 10, 503);
        await lab.RunAsync("replicate");
        Assert.Equal(web.Hashes(), (await Picture.HashPointsAsync(lab.DrStore))[^1]);
        Assert.NotEqual(home, web.Hashes());
    }

    [Fact]
    public async Task Completion_keeps_the_point_it_was_made_from_and_the_pinned_ones()
    {
        await using var lab = new Lab();
        TestMachine web = await ProtectAsync(lab);
        var recorded = new List<IReadOnlyDictionary<string, string>> { web.Hashes() };
        for (int i = 0; i < 3; i++)
        {
            web.Scribble(0, i * 600_000, 100, i);
            recorded.Add(web.Hashes());
            await lab.RunAsync("replicate");
        }

        var points = await lab.PointsAsync();
        await lab.Service.Points.SetPinnedAsync(await lab.VmAsync(), points[0].Id, pinned: true);
        await lab.RunAsync("failover", argument: points[2].Id);
        await lab.RunAsync("complete");
        Assert.Equal([recorded[0], recorded[2]], await Picture.HashPointsAsync(lab.DrStore));
        Assert.Equal(ReplicationState.FailedOver, (await lab.VmAsync()).ReplicationState);
        Assert.DoesNotContain("LEFT OVER", await Picture.TakeAsync(lab), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vm_is_recovered_into_an_empty_workspace_and_replicated_to_a_new_home()
    {
        await using var lab = new Lab();
        TestMachine web = await ProtectAsync(lab);
        var recorded = web.Hashes();
        await lab.CloseAsync();
        Directory.Delete(lab.WorkspaceFolder, recursive: true);
        Directory.Delete(lab.Hq, recursive: true);
        await lab.OpenAsync();
        string machines = Path.Combine(lab.Folder, "recovered");
        var place = new Dictionary<string, string> { ["path"] = machines, ["hypervisor"] = "none", ["store"] = lab.DrStore };
        ReplicatedVM vm = await lab.Service.Points.AdoptAsync(SiteKind.Local, place, "web");
        Assert.Equal(vm.Version, (await lab.Service.Points.AdoptAsync(SiteKind.Local, place, "web")).Version);
        await lab.RunAsync("failover");
        TestMachine replica = Lab.MachineAt(machines, "web");
        Assert.Equal(recorded, replica.Hashes());
        await lab.RunAsync("complete");
        string home = Path.Combine(lab.Folder, "newhome");
        SiteDefinition site = await lab.Service.Sites.AddAsync("newhome", SiteKind.Local, new Dictionary<string, string> { ["path"] = home, ["hypervisor"] = "none" });
        replica.Scribble(0, 0, 100, 5);
        ReplicationJob reverse = await lab.Service.RunAsync(lab.Service.Verbs.Reverse(await lab.VmAsync(), site.Id));
        Assert.True(reverse.JobState == JobState.Succeeded, reverse.Error?.Message);
        replica.Scribble(0, 10_000, 100, 6);
        await lab.RunAsync("failback");
        Assert.Equal(replica.Hashes(), Lab.MachineAt(home, "web").Hashes());
    }

    [Fact]
    public async Task INV_07_a_repeated_verb_changes_nothing()
    {
        await using var lab = new Lab();
        await ProtectAsync(lab);
        foreach (string verb in (string[])["suspend", "resume", "test", "stop-test", "failover", "undo", "planned", "complete", "reverse", "failback"])
        {
            await lab.RunAsync(verb);
            if (verb == "failover") continue;
            string once = await Picture.TakeAsync(lab);
            ReplicationJob again = await lab.TryAsync(verb);
            // Either there is nothing to do, or the refusal says that the state is past it.
            Assert.Contains(again.Error?.ErrorId, (string?[])[null, "InvalidState", "TestFailoverInProgress", "WrongDirection", "NotReprotected"]);
            Assert.Equal(once, await Picture.TakeAsync(lab));
        }
    }

    [Fact]
    public async Task INV_10_a_refusal_names_the_state_the_verb_and_what_is_possible()
    {
        await using var lab = new Lab();
        await ProtectAsync(lab);
        ReplicationJob refused = await lab.TryAsync("complete");
        Assert.Equal("InvalidState", refused.Error!.ErrorId);
        foreach (string word in (string[])["CompleteFailover", "Replicating", "Possible now", "StartTestFailover"])
            Assert.Contains(word, refused.Error.Message, StringComparison.Ordinal);
        var audit = await lab.Service.Jobs.AuditAsync(1);
        Assert.Equal("Failed", audit[0].Outcome);
    }

    private static async Task<IReadOnlyList<RecoveryPoint>> PointsAtAsync(Lab lab, string store)
    {
        await lab.CloseAsync();
        var points = await Replication.Runtime.Tools.ListPointsAsync(store, CancellationToken.None);
        await lab.OpenAsync();
        return points;
    }

    private static async Task<TestMachine> ProtectAsync(Lab lab, int history = 24)
    {
        TestMachine web = lab.AddMachine("web", 3_000_000, 1_000_001).Fill(0, 1).Fill(1, 2);
        var group = await lab.SetUpAsync(new ReplicationPolicy { Id = "p", Name = "p", RecoveryHistory = history, RecoveryPointInterval = TimeSpan.Zero });
        await lab.Service.Groups.AddVmAsync(group, "web");
        await lab.RunAsync("replicate");
        return web;
    }
}
