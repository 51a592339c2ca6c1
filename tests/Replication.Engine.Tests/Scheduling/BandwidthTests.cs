using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Policies;
using Replication.Core.Schedules;
using Replication.Core.Transfer;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Scheduling;

public sealed class BandwidthTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_limit_holds_a_running_transfer_and_lifting_it_lets_it_go_on()
    {
        await using var lab = new Lab();
        // A block every half minute.
        ReplicationGroup group = await lab.SetUpAsync(Policy("16KiB/s"));
        TestMachine web = lab.AddMachine("web", 32 << 20).Fill(0, seed: 1);
        await lab.Service.Groups.AddVmAsync(group, "web");
        Task<ReplicationJob> running = lab.TryAsync("replicate");
        await UntilAsync(async () => (await lab.Service.Jobs.ListAsync()) is [{ JobState: JobState.Running }]);
        Assert.NotSame(running, await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(2))));
        ReplicationPolicy policy = await lab.Service.Policies.GetAsync("p");
        await lab.Service.Policies.SetAsync(policy, present => present with { BandwidthLimits = [] });
        Assert.Equal(JobState.Succeeded, (await running.WaitAsync(Patience)).JobState);
        await lab.RunAsync("failover");
        Assert.Equal(web.Hashes(), Lab.MachineAt(lab.Dr, "web").Hashes());
    }

    [Fact]
    public async Task A_path_has_the_lowest_limit_of_its_groups_whichever_way_it_is_used()
    {
        var clock = new Clock();
        await using var lab = new Lab { Time = clock };
        ReplicationGroup group = await lab.SetUpAsync(Policy("1GiB/s"));
        ReplicationPolicy night = await lab.Service.Policies.NewAsync(Policy("00:00-06:00 16KiB/s") with { Id = "night", Name = "night" });
        await lab.Service.Groups.NewAsync("h", await lab.Service.Sites.GetAsync("dr"), await lab.Service.Sites.GetAsync("hq"), night);
        await using var catalog = await Replication.Catalog.SqliteCatalog.OpenAsync(Path.Combine(lab.WorkspaceFolder, "catalog.db"));
        var paths = new SitePaths(catalog, clock);
        Throttle path = paths.Between(group.SourceSiteId, group.TargetSiteId);
        Assert.Same(path, paths.Between(group.SourceSiteId, group.TargetSiteId));

        // It is midnight: a block takes half a minute. Then it is seven o'clock.
        Task block = path.WaitAsync(TestMachine.Block, CancellationToken.None).AsTask();
        Assert.NotSame(block, await Task.WhenAny(block, Task.Delay(TimeSpan.FromSeconds(1.5))));
        clock.Advance(TimeSpan.FromHours(7));
        await block.WaitAsync(Patience);

        // Another path, another limit.
        for (int i = 0; i < 100; i++) await paths.Between(group.SourceSiteId, "elsewhere").WaitAsync(TestMachine.Block, CancellationToken.None);
    }

    private static ReplicationPolicy Policy(string limit) => new() { Id = "p", Name = "p", BandwidthLimits = [BandwidthLimit.Parse(limit)], TimeZone = "UTC", Shared = true };

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await condition()) await Task.Delay(10, limit.Token);
    }
}
