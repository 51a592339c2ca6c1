using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.States;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Failovers;

public sealed class HomePrerequisiteTests
{
    private const string NoLink = """{ "failback": { "links": [{ "kind": "Internet" }], "processServers": [{ "name": "ps", "inCloud": true }] } }""";

    private const string InOrder = """{ "failback": { "links": [{ "kind": "SiteToSiteVpn" }], "processServers": [{ "name": "ps", "inCloud": true }] } }""";

    [Fact]
    public async Task FBK_28_the_way_home_is_refused_for_what_its_inventory_shows_to_be_missing_and_goes_on_without_it()
    {
        await using var lab = new Lab();
        TestMachine web = lab.AddMachine("web", 2_000_000).Fill(0, 1);
        await lab.SetUpAsync();
        await lab.Service.Groups.AddVmAsync(await lab.Service.Groups.GetAsync("g"), "web");
        await lab.RunAsync("replicate");
        await lab.RunAsync("failover");
        await RefusedAsync(lab, vm => lab.Service.Verbs.Reverse(vm, inventory: NoLink));

        JobPlan plan = await lab.Service.PlanAsync(lab.Service.Verbs.Reverse(await lab.VmAsync(), inventory: InOrder));
        Assert.Contains(plan.Warnings, warning => warning.StartsWith("ConfigServerMissing (Unknown): Configuration server: ", StringComparison.Ordinal));
        Assert.Equal(JobState.Succeeded, (await lab.Service.RunAsync(lab.Service.Verbs.Reverse(await lab.VmAsync(), inventory: InOrder))).JobState);

        await RefusedAsync(lab, vm => lab.Service.Verbs.Failback(vm, inventory: NoLink));
        Assert.Equal(JobState.Succeeded, (await lab.Service.RunAsync(lab.Service.Verbs.Failback(await lab.VmAsync(), inventory: InOrder))).JobState);
        Assert.Equal(Lab.MachineAt(lab.Dr, "web").Hashes(), web.Hashes());
    }

    private static async Task RefusedAsync(Lab lab, Func<ReplicatedVM, JobRequest> request)
    {
        ReplicationState before = (await lab.VmAsync()).ReplicationState;
        JobRequest refused = request(await lab.VmAsync());
        Assert.Equal("NoPrivateLink", (await Assert.ThrowsAsync<ReplicationException>(() => lab.Service.PlanAsync(refused))).ErrorId);
        ReplicationJob job = await lab.Service.RunAsync(refused);
        Assert.Equal((JobState.Failed, "NoPrivateLink"), (job.JobState, job.Error?.ErrorId));
        Assert.Equal(before, (await lab.VmAsync()).ReplicationState);
    }
}
