using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Replicating;

/// <summary>Sites, policies, statistics and single points, as an admin changes and removes them.</summary>
public sealed class AdministrationTests
{
    [Fact]
    public async Task A_site_is_renamed_and_is_forgotten_only_when_nothing_refers_to_it()
    {
        await using var lab = new Lab();
        ReplicationGroup group = await lab.SetUpAsync();
        SiteDefinition dr = await lab.Service.Sites.RenameAsync(await lab.Service.Sites.GetAsync("dr"), "second");
        Assert.Equal("second", (await lab.Service.Sites.GetAsync(dr.Id)).Name);
        ReplicationException refused = await Assert.ThrowsAsync<ReplicationException>(() => lab.Service.Sites.RemoveAsync(dr));
        Assert.Equal("SiteInUse", refused.ErrorId);
        Assert.Contains("group g", refused.Message, StringComparison.Ordinal);
        await lab.Service.Groups.RemoveAsync(group);
        await lab.Service.Sites.RemoveAsync(dr);
        Assert.Equal("hq", Assert.Single(await lab.Service.Sites.ListAsync()).Name);
    }

    [Fact]
    public async Task A_shared_policy_outlives_its_groups_and_a_group_s_own_goes_with_it()
    {
        await using var lab = new Lab();
        ReplicationGroup group = await lab.SetUpAsync();
        ReplicationPolicy gold = await lab.Service.Policies.NewAsync(new ReplicationPolicy { Id = Guid.NewGuid().ToString(), Name = "gold" });
        group = await lab.Service.Groups.SetPolicyAsync(group, gold);
        // The policy that was made for the group alone is gone.
        Assert.Equal("gold", Assert.Single(await lab.Service.Policies.ListAsync()).Name);
        Assert.Equal("PolicyInUse", (await Assert.ThrowsAsync<ReplicationException>(() => lab.Service.Policies.RemoveAsync(gold))).ErrorId);
        gold = await lab.Service.Policies.SetAsync(gold, policy => policy with { RecoveryHistory = 3 });
        Assert.Equal(3, (await lab.Service.Groups.PolicyOfAsync(group)).RecoveryHistory);
        Assert.Equal("PolicyInvalid", (await Assert.ThrowsAsync<ReplicationException>(() => lab.Service.Policies.SetAsync(gold, policy => policy with { RecoveryHistory = 99 }))).ErrorId);
        await lab.Service.Groups.RemoveAsync(group);
        await lab.Service.Policies.RemoveAsync(await lab.Service.Policies.GetAsync("gold"));
        Assert.Equal("PolicyNotFound", (await Assert.ThrowsAsync<ReplicationException>(() => lab.Service.Policies.GetAsync("gold"))).ErrorId);
    }

    [Fact]
    public async Task Statistics_begin_anew()
    {
        await using var lab = new Lab();
        await ThreePointsAsync(lab);
        Assert.Equal(3, (await lab.VmAsync()).Statistics.SuccessfulReplicationCount);
        ReplicatedVM vm = await lab.Service.Groups.ResetStatisticsAsync(await lab.VmAsync());
        Assert.Equal((0L, 0L, true), (vm.Statistics.SuccessfulReplicationCount, vm.Statistics.TotalReplicationSize, vm.Statistics.Since is not null));
    }

    [Fact]
    public async Task A_point_in_the_middle_is_removed_and_the_others_stay_bit_exact()
    {
        await using var lab = new Lab();
        await ThreePointsAsync(lab);
        IReadOnlyList<RecoveryPoint> points = await lab.PointsAsync();
        var before = await Picture.HashPointsAsync(lab.DrStore);
        ReplicationJob removed = await RemoveAsync(lab, points[1].Id);
        Assert.Equal(JobState.Succeeded, removed.JobState);
        Assert.Equal([points[0].Id, points[2].Id], (await lab.PointsAsync()).Select(point => point.Id));
        var after = await Picture.HashPointsAsync(lab.DrStore);
        Assert.Equal(before[0], after[0]);
        Assert.Equal(before[2], after[1]);
        Assert.DoesNotContain(points[1].Id, (await lab.Service.Points.ListKnownAsync(await lab.VmAsync())).Select(point => point.Id));
    }

    [Fact]
    public async Task The_newest_point_one_in_use_and_a_pinned_one_are_not_removed()
    {
        await using var lab = new Lab();
        await ThreePointsAsync(lab);
        IReadOnlyList<RecoveryPoint> points = await lab.PointsAsync();
        Assert.Equal("RecoveryPointInUse", (await RemoveAsync(lab, points[2].Id)).Error!.ErrorId);
        await lab.RunAsync("test", argument: points[0].Id);
        Assert.Equal("RecoveryPointInUse", (await RemoveAsync(lab, points[0].Id)).Error!.ErrorId);
        await lab.RunAsync("stop-test");
        await lab.Service.Points.SetPinnedAsync(await lab.VmAsync(), points[0].Id, pinned: true);
        Assert.Equal("RecoveryPointPinned", (await RemoveAsync(lab, points[0].Id)).Error!.ErrorId);
        Assert.Equal(3, (await lab.PointsAsync()).Count);
        Assert.Equal(JobState.Succeeded, (await RemoveAsync(lab, points[0].Id, includePinned: true)).JobState);
        Assert.Equal(2, (await lab.PointsAsync()).Count);
    }

    [Fact]
    public async Task What_is_named_and_is_not_there_is_refused_and_not_passed_over()
    {
        await using var lab = new Lab();
        ReplicationGroup group = await lab.SetUpAsync();
        lab.AddMachine("web", 1 << 20).Fill(0, seed: 1);
        ReplicatedVM vm = await lab.Service.Groups.AddVmAsync(group, "web");
        Assert.Equal("DiskNotFound", (await Assert.ThrowsAsync<ReplicationException>(() => lab.Service.Groups.SetExcludedDisksAsync(vm, ["disk7"]))).ErrorId);
        Assert.Equal("MachineNotFound", (await StartFromAsync(new SeedSource { MachineId = "nobody" })).Error?.ErrorId);
        Assert.Equal("DiskNotFound", (await StartFromAsync(new SeedSource { Paths = new Dictionary<string, string> { ["disk7"] = "copy.raw" } })).Error?.ErrorId);
        Assert.Empty(await lab.PointsAsync());
        await lab.RunAsync("replicate");
        await lab.RunAsync("failover");
        SiteDefinition dr = await lab.Service.Sites.GetAsync("dr");
        Assert.Equal("SameSite", (await lab.Service.RunAsync(lab.Service.Verbs.Reverse(await lab.VmAsync(), dr.Id))).Error?.ErrorId);

        Task<ReplicationJob> StartFromAsync(SeedSource seed) =>
            lab.Service.RunAsync(lab.Service.Verbs.Replicate(group, [vm], new Dictionary<string, SeedSource> { [vm.Id] = seed }));
    }

    private static async Task<ReplicationJob> RemoveAsync(Lab lab, string pointId, bool includePinned = false) =>
        await lab.Service.RunAsync(lab.Service.Verbs.RemovePoint(await lab.VmAsync(), pointId, includePinned));

    private static async Task ThreePointsAsync(Lab lab)
    {
        ReplicationGroup group = await lab.SetUpAsync(
            new ReplicationPolicy { Id = Guid.NewGuid().ToString(), Name = "all", RecoveryPointInterval = TimeSpan.Zero });
        TestMachine web = lab.AddMachine("web", 2_000_000).Fill(0, 1);
        await lab.Service.Groups.AddVmAsync(group, "web");
        foreach (int seed in (int[])[2, 3, 4])
        {
            await lab.RunAsync("replicate");
            web.Scribble(0, 600_000, 1000, seed);
        }
    }
}
