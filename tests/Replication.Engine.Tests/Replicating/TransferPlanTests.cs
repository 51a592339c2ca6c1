using Replication.Core.Groups;
using Replication.Core.Rules;
using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Profiles;
using Replication.Core.Sites;
using Replication.Engine.Tests.Support;

namespace Replication.Engine.Tests.Replicating;

public sealed class TransferPlanTests
{
    [Fact]
    public async Task AWS_06_the_plan_of_a_VM_knows_its_sites_its_settings_and_this_computer()
    {
        await using var lab = new Lab();
        lab.AddMachine("web", 2_000_000, 1_000_000);
        await lab.SetUpAsync();
        SiteDefinition cloud = await lab.Service.Sites.AddAsync(
            "cloud", SiteKind.Aws, new Dictionary<string, string> { ["region"] = "eu-west-1", ["zone"] = "eu-west-1a", ["instanceType"] = "m5.large" });
        ReplicationGroup group = await lab.Service.Groups.NewAsync("g2", await lab.Service.Sites.GetAsync("hq"), cloud, null);
        ReplicatedVM vm = await lab.Service.Groups.AddVmAsync(group, "web");

        TransferMethodPlan direct = (await lab.Service.Rules.CheckAsync(vm, new MethodRequest())).Plan!;
        Assert.Equal((TransferMethod.Ebs, false), (direct.Method, direct.Blocked));
        Assert.Contains(direct.Reasons, reason => reason.Kind == MethodReasonKind.AccessNodeNotOnAmazon && reason.Text.Contains(Environment.MachineName, StringComparison.Ordinal));
        Finding nvme = Assert.Single(direct.Findings, finding => finding.ErrorId == "NvmeTargetNotSupported");
        Assert.Contains("m5.large", nvme.Found);

        PrerequisiteReport current = await lab.Service.Rules.CheckAsync(vm, new MethodRequest { Profile = RuleProfileName.Current });
        Assert.Equal(TransferMethod.Import, current.Plan!.Method);
        Assert.True(current.Blocked);
        // The guest's own rules are in the report: nothing was read of these disks but that they have no partition table.
        Assert.Contains(current.Findings, finding => finding.RuleId == "WIN-02");
    }

    [Fact]
    public async Task GEN_06_between_sites_of_our_own_a_store_is_the_method_and_the_guest_is_not_judged()
    {
        await using var lab = new Lab();
        lab.AddMachine("web", 2_000_000);
        ReplicationGroup group = await lab.SetUpAsync();
        ReplicatedVM vm = await lab.Service.Groups.AddVmAsync(group, "web");
        await lab.RunAsync("replicate");
        PrerequisiteReport report = await lab.Service.Rules.CheckAsync(await lab.Service.Groups.GetVmAsync(vm.Id), new MethodRequest());
        Assert.Equal(TransferMethod.Store, report.Plan!.Method);
        Assert.Empty(report.Findings);
    }
}
