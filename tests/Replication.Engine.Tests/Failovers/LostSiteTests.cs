using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.States;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Failovers;

public sealed class LostSiteTests
{
    [Fact]
    public async Task When_the_other_site_is_lost_the_workload_comes_home_to_a_point_that_is_there()
    {
        await using var lab = new Lab();
        TestMachine web = lab.AddMachine("web", 3_000_000, 1_000_000).Fill(0, 1).Fill(1, 2);
        await ProtectAsync(lab);
        await lab.RunAsync("planned");
        TestMachine replica = Lab.MachineAt(lab.Dr, "web");
        replica.Scribble(0, 500_000, 9000, 3);
        await lab.RunAsync("reverse");
        var atHome = replica.Hashes();
        replica.Scribble(0, 0, 9000, 4);
        web.Scribble(1, 20_000, 700, 5);
        await lab.CloseAsync();
        Directory.Delete(lab.Dr, recursive: true);

        Assert.Equal("SiteUnavailable", (await lab.TryAsync("failback")).Error!.ErrorId);
        ReplicationJob job = await lab.Service.RunAsync(lab.Service.Verbs.Failback(await lab.VmAsync(), unplanned: true));
        Assert.Equal((JobState.Succeeded, null), (job.JobState, job.Error));
        Assert.Equal(atHome, web.Hashes());
        ReplicatedVM vm = await lab.VmAsync();
        Assert.Equal((ReplicationState.FailbackComplete, ReplicationDirection.Forward), (vm.ReplicationState, vm.Direction));
        await lab.Service.RunAsync(lab.Service.Verbs.Remove(vm, deletePoints: false));
        Assert.Empty(await lab.Service.Groups.ListVmsAsync());
    }

    [Fact]
    public async Task A_site_that_is_not_mounted_is_refused_and_nothing_is_made_in_its_place()
    {
        await using var lab = new Lab();
        lab.AddMachine("web", 1_000_000).Fill(0, 1);
        await ProtectAsync(lab);
        await lab.CloseAsync();
        Directory.Move(lab.Dr, lab.Dr + "-elsewhere");
        Directory.CreateDirectory(lab.Dr);
        Assert.Equal("SiteUnavailable", (await lab.TryAsync("replicate")).Error!.ErrorId);
        Assert.Empty(Directory.EnumerateFileSystemEntries(lab.Dr));

        await lab.CloseAsync();
        Directory.Delete(lab.Dr);
        Directory.Move(lab.Dr + "-elsewhere", lab.Dr);
        await lab.RunAsync("replicate");
    }

    [Fact]
    public async Task What_is_newest_does_not_depend_on_a_clock_that_was_set_back()
    {
        await using var lab = new Lab { Time = new ShiftedClock(TimeSpan.FromHours(5)) };
        TestMachine web = lab.AddMachine("web", 2_000_000).Fill(0, 1);
        await ProtectAsync(lab);
        await lab.CloseAsync();
        lab.Time = TimeProvider.System;
        web.Scribble(0, 1_000_000, 5000, 2);
        await lab.RunAsync("replicate");
        RecoveryPoint newest = (await lab.PointsAsync())[^1];
        Assert.Equal(2, newest.Sequence);
        await lab.RunAsync("failover");
        Assert.Equal(web.Hashes(), Lab.MachineAt(lab.Dr, "web").Hashes());
    }

    [Fact]
    public async Task INV_04_a_resynchronisation_starts_over_when_the_index_of_its_base_is_damaged()
    {
        await using var lab = new Lab();
        TestMachine web = lab.AddMachine("web", 3_000_000).Fill(0, 1);
        await ProtectAsync(lab);
        await lab.CloseAsync();
        foreach (string index in Directory.EnumerateFiles(lab.DrStore, "index", SearchOption.AllDirectories))
        {
            byte[] content = await File.ReadAllBytesAsync(index);
            for (int page = 0; page < content.Length; page += 4096) content[page + 100] ^= 1;
            await File.WriteAllBytesAsync(index, content);
        }

        Assert.Equal("CorruptIndex", (await lab.TryAsync("replicate")).Error!.ErrorId);
        ReplicationJob job = await lab.Service.RunAsync(lab.Service.Verbs.Resynchronize(await lab.VmAsync()));
        Assert.Equal((JobState.Succeeded, null), (job.JobState, job.Error));
        await lab.RunAsync("failover");
        Assert.Equal(web.Hashes(), Lab.MachineAt(lab.Dr, "web").Hashes());
    }

    [Fact]
    public async Task A_damaged_manifest_keeps_nobody_from_the_points_that_are_whole()
    {
        await using var lab = new Lab();
        TestMachine web = lab.AddMachine("web", 2_000_000).Fill(0, 1);
        await ProtectAsync(lab);
        web.Scribble(0, 0, 5000, 2);
        await lab.RunAsync("replicate");
        var whole = web.Hashes();
        IReadOnlyList<RecoveryPoint> points = await lab.PointsAsync();
        await lab.CloseAsync();
        string manifest = Assert.Single(
            Directory.EnumerateFiles(lab.DrStore, "*", SearchOption.AllDirectories), file => Path.GetFileName(file).Contains(points[0].Id, StringComparison.Ordinal));
        byte[] content = await File.ReadAllBytesAsync(manifest);
        content[content.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(manifest, content);

        await lab.OpenAsync();
        var damaged = new List<ReplicationException>();
        Assert.Equal(points[1].Id, Assert.Single(await lab.Service.Points.ListStoreAsync(lab.DrStore, damaged)).Id);
        Assert.Equal("CorruptManifest", Assert.Single(damaged).ErrorId);
        await lab.RunAsync("replicate");
        ReplicationJob failover = await lab.Service.RunAsync(lab.Service.Verbs.Failover(await lab.VmAsync(), points[1].Id, noStart: true));
        Assert.Equal((JobState.Succeeded, null), (failover.JobState, failover.Error));
        Assert.Equal(whole, Lab.MachineAt(lab.Dr, "web").Hashes());
    }

    private static async Task ProtectAsync(Lab lab)
    {
        ReplicationGroup group = await lab.SetUpAsync(new ReplicationPolicy { Id = "p", Name = "p", RecoveryPointInterval = TimeSpan.Zero });
        await lab.Service.Groups.AddVmAsync(group, "web");
        await lab.RunAsync("replicate");
    }

    private sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
    }
}
