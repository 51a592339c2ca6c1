using Replication.Core.Jobs;
using Replication.Core.RecoveryPoints;
using Replication.Core.States;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Replicating;

/// <summary>A verb that failed or was stopped, things that changed meanwhile, and the same verb again.</summary>
public sealed class ContinuedJobTests
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];

    [Fact]
    public async Task HVR_54_one_of_five_machines_fails_and_four_get_points_every_time()
    {
        await using var lab = new Lab();
        var machines = Names.Select((name, i) => lab.AddMachine(name, 2_000_000).Fill(0, i)).ToArray();
        var group = await lab.SetUpAsync();
        foreach (string name in Names) await lab.Service.Groups.AddVmAsync(group, name);
        File.Move(machines[2].Disk(0), machines[2].Disk(0) + ".away");

        for (int round = 1; round <= 2; round++)
        {
            for (int i = 0; i < Names.Length; i++)
            {
                if (i != 2) machines[i].Fill(0, 10 * round + i);
            }

            ReplicationJob job = await lab.TryAsync("replicate", "group:g");
            Assert.Equal(JobState.Failed, job.JobState);
            Assert.Contains("1 of 5", job.Error!.Message, StringComparison.Ordinal);
            foreach (string name in Names.Where(name => name != "c"))
            {
                Assert.Equal(ReplicationState.Replicating, (await lab.VmAsync(name)).ReplicationState);
                Assert.Equal(round, (await lab.PointsAsync(name)).Count);
            }

            Assert.Empty(await lab.PointsAsync("c"));
        }

        File.Move(machines[2].Disk(0) + ".away", machines[2].Disk(0));
        await lab.RunAsync("replicate", "group:g");
        var newest = new List<RecoveryPoint>();
        foreach (string name in Names) newest.Add((await lab.PointsAsync(name))[^1]);
        string groupPoint = Assert.Single(newest.Select(point => point.GroupPointId).Distinct())!;
        // One instant: all were captured before the first byte was read.
        Assert.True(newest.Max(point => point.SourceTime) < newest.Min(point => point.AcceptedTime), groupPoint);
        string picture = await Picture.TakeAsync(lab);
        Assert.DoesNotContain("LEFT OVER", picture, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HVR_45_what_was_written_after_a_planned_failover_stopped_half_way_is_not_lost()
    {
        await using var lab = new Lab();
        TestMachine web = await ProtectedAsync(lab);
        web.Scribble(0, 0, 1000, 2);
        var stop = new StopAtEntry("CreateMachine/");
        await lab.CloseAsync();
        lab.Observer = stop;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lab.TryAsync("planned", cancellationToken: stop.Token));
        await lab.CloseAsync();
        lab.Observer = null;

        web.Scribble(0, 100_000, 1000, 3);
        var written = web.Hashes();
        await lab.RunAsync("planned");
        Assert.Equal(written, Lab.MachineAt(lab.Dr, "web").Hashes());
        Assert.Equal(written, (await Picture.HashPointsAsync(lab.DrStore))[^1]);
        Assert.DoesNotContain("LEFT OVER", await Picture.TakeAsync(lab), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Complete/")]
    [InlineData("Write/")]
    [InlineData("Verify/")]
    public async Task HVR_46_what_was_written_after_a_failback_stopped_half_way_comes_home(string step)
    {
        await using var lab = new Lab();
        await ProtectedAsync(lab);
        await lab.RunAsync("failover");
        await lab.RunAsync("reverse");
        TestMachine away = Lab.MachineAt(lab.Dr, "web");
        away.Scribble(0, 0, 1000, 2);
        var stop = new StopAtEntry(step);
        await lab.CloseAsync();
        lab.Observer = stop;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lab.TryAsync("failback", cancellationToken: stop.Token));
        await lab.CloseAsync();
        lab.Observer = null;

        away.Scribble(0, 600_000, 1000, 3);
        var written = away.Hashes();
        await lab.RunAsync("failback");
        Assert.Equal(written, Lab.MachineAt(lab.Hq, "web").Hashes());
        Assert.DoesNotContain("LEFT OVER", await Picture.TakeAsync(lab), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_transfer_is_continued_and_sends_only_what_is_missing()
    {
        await using var lab = new Lab();
        lab.AddMachine("web", 64 * 1024 * 1024).Fill(0, 1);
        var group = await lab.SetUpAsync();
        await lab.Service.Groups.AddVmAsync(group, "web");
        using var stop = new CancellationTokenSource();
        var stopper = new StopAtReport(stop, 3);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lab.TryAsync("replicate", progress: stopper, cancellationToken: stop.Token));
        ReplicationJob interrupted = Assert.Single(await lab.Service.Jobs.ListAsync());
        Assert.Equal(JobState.Interrupted, interrupted.JobState);
        Assert.Equal(ReplicationState.InitialReplicationInProgress, (await lab.VmAsync()).ReplicationState);

        await lab.RunAsync("replicate");
        ReplicationJob continued = Assert.Single(await lab.Service.Jobs.ListAsync());
        Assert.Equal(2, continued.Attempts);
        long whole = Enumerable.Range(0, 128).Count(block => block % 5 != 3 || block == 127) * (long)TestMachine.Block;
        RecoveryPoint point = Assert.Single(await lab.PointsAsync());
        Assert.InRange(point.BytesSent, 1, whole - stopper.Sent);
        Assert.Equal(Lab.MachineAt(lab.Hq, "web").Hashes(), (await Picture.HashPointsAsync(lab.DrStore)).Single());
        Assert.DoesNotContain("LEFT OVER", await Picture.TakeAsync(lab), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_at_a_point_does_not_give_up_an_interrupted_transfer()
    {
        await using var lab = new Lab();
        TestMachine web = await ProtectedAsync(lab);
        web.Fill(0, 5);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => lab.TryAsync("replicate", progress: new StopAtReport(stop, 1), cancellationToken: stop.Token));
        await lab.RunAsync("verify");
        RecoveryPoint pinned = await lab.Service.Points.SetPinnedAsync(await lab.VmAsync(), (await lab.PointsAsync())[0].Id, pinned: true);
        Assert.True(pinned.Pinned);
        ReplicationJob continued = await lab.RunAsync("replicate");
        Assert.Equal(2, continued.Attempts);
    }

    [Fact]
    public async Task HVR_26_an_export_stopped_between_its_disks_is_continued()
    {
        await using var lab = new Lab();
        TestMachine web = lab.AddMachine("web", 3_000_000, 2_000_000).Fill(0, 1).Fill(1, 2);
        var group = await lab.SetUpAsync();
        await lab.Service.Groups.AddVmAsync(group, "web");
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => lab.TryAsync("export", argument: lab.Media, progress: new StopAtReport(stop, 1), cancellationToken: stop.Token));
        web.Scribble(0, 0, 100, 9);
        await lab.RunAsync("export", argument: lab.Media);
        Assert.Equal(web.Hashes(), (await Picture.HashPointsAsync(Directory.EnumerateDirectories(lab.Media).Single())).Single());
        Assert.DoesNotContain("LEFT OVER", await Picture.TakeAsync(lab), StringComparison.Ordinal);
        await lab.RunAsync("import", argument: lab.Media);
        Assert.Equal(web.Hashes(), (await Picture.HashPointsAsync(lab.DrStore)).Single());
    }

    [Fact]
    public async Task A_second_opening_of_the_workspace_follows_the_job_of_the_first()
    {
        await using var lab = new Lab();
        await ProtectedAsync(lab);
        await using var second = await lab.OpenAnotherAsync();
        var request = lab.Service.Verbs.Replicate(await lab.Service.Groups.GetAsync("g"), [await lab.VmAsync()]);
        ReplicationJob[] jobs = await Task.WhenAll(lab.Service.RunAsync(request), second.Service.RunAsync(request));
        Assert.All(jobs, job => Assert.Equal(JobState.Succeeded, job.JobState));
        int points = (await lab.PointsAsync()).Count;
        Assert.Equal(jobs.Select(job => job.Id).Distinct().Count() + 1, points);
    }

    private static async Task<TestMachine> ProtectedAsync(Lab lab)
    {
        TestMachine web = lab.AddMachine("web", 3_000_000, 1_000_001).Fill(0, 1).Fill(1, 2);
        var group = await lab.SetUpAsync();
        await lab.Service.Groups.AddVmAsync(group, "web");
        await lab.RunAsync("replicate");
        return web;
    }
}
