using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Machines;
using Replication.Core.Sites;

namespace Replication.Agent.Commands;

internal static class VmCommands
{
    public static Command Build() => new Command("vm", "Replicated VMs.").With(Add(), List(), Set(), ConfirmRestart(), Remove());

    private static Command Add()
    {
        var machines = new Argument<string[]>("machine") { Description = "Names or ids of machines at the group's source site.", Arity = ArgumentArity.OneOrMore };
        var group = new Option<string>("--group") { Description = "Name of the group.", Required = true };
        var exclude = new Option<string[]>("--exclude") { Description = "Ids of disks that are not replicated.", AllowMultipleArgumentsPerToken = true };
        return new Command("add", "Protect machines.").With(machines, group, exclude).Does(async (context, token) =>
        {
            ReplicationGroup target = await context.Service.Groups.GetAsync(context.Get(group)!, token);
            var added = new List<ReplicatedVM>();
            foreach (string machine in context.Get(machines)!) added.Add(await context.Service.Groups.AddVmAsync(target, machine, context.Get(exclude), token));
            await ShowAsync(context, added, token);
            return 0;
        });
    }

    private static Command List()
    {
        Option<string?> group = Parameters.Group();
        return new Command("list", "List the replicated VMs.").With(group).Does(async (context, token) =>
        {
            ReplicationGroup? of = context.Get(group) is { } name ? await context.Service.Groups.GetAsync(name, token) : null;
            await ShowAsync(context, await context.Service.Groups.ListVmsAsync(of, token), token);
            return 0;
        });
    }

    private static Command Set()
    {
        Argument<string> vm = Parameters.Vm();
        var exclude = new Option<string[]>("--exclude") { Description = "Ids of all disks that are not replicated from now on.", AllowMultipleArgumentsPerToken = true };
        var launch = new LaunchOptions(tests: false);
        var tests = new LaunchOptions(tests: true);
        return new Command("set", "Change which disks of a VM are replicated, and how it is launched at the destination.")
            .With(vm, exclude).With(launch.All).With(tests.All).Does(async (context, token) =>
            {
                ReplicatedVM present = await context.Service.Groups.GetVmAsync(context.Get(vm)!, cancellationToken: token);
                LaunchSettings? replica = launch.Read(context, present.Launch);
                LaunchSettings? test = tests.Read(context, present.TestLaunch);
                if (!context.Get(GlobalOptions.Plan))
                {
                    if (replica is not null || test is not null) present = await context.Service.Groups.SetLaunchAsync(present, replica, test, token);
                    if (context.IsGiven(exclude)) present = await context.Service.Groups.SetExcludedDisksAsync(present, context.Get(exclude) ?? [], token);
                }

                await ShowAsync(context, [present], token);
                return 0;
            });
    }

    private static Command ConfirmRestart()
    {
        Argument<string[]> vms = new("vm") { Description = "Names or ids of replicated VMs.", Arity = ArgumentArity.OneOrMore };
        return new Command("confirm-restart", "Say that Windows guests have had the restart of their first logon, where nothing has seen it.").With(vms).Does(async (context, token) =>
        {
            var confirmed = new List<ReplicatedVM>();
            foreach (ReplicatedVM vm in await context.VmsAsync(context.Get(vms)!, null, token))
                confirmed.Add(context.Get(GlobalOptions.Plan) ? vm : await context.Service.Restarts.ConfirmAsync(vm, token));
            await ShowAsync(context, confirmed, token);
            return 0;
        });
    }

    private static Command Remove()
    {
        Argument<string[]> vms = new("vm") { Description = "Names or ids of replicated VMs.", Arity = ArgumentArity.OneOrMore };
        var points = new Option<bool>("--delete-points") { Description = "Delete their recovery points as well." };
        return new Command("remove", "Take VMs out of their group.").With(vms, points).Does(async (context, token) => await context.RunEachAsync(
            await context.VmsAsync(context.Get(vms)!, null, token), vm => context.Service.Verbs.Remove(vm, context.Get(points)), token));
    }

    private static async Task ShowAsync(CommandContext context, IReadOnlyList<ReplicatedVM> vms, CancellationToken cancellationToken)
    {
        IReadOnlyList<SiteDefinition> sites = await context.Service.Sites.ListAsync(cancellationToken);
        string Site(string id) => sites.FirstOrDefault(site => site.Id == id)?.Name ?? id;
        var rows = new List<VmRow>();
        foreach (ReplicatedVM vm in vms) rows.Add(await RowAsync(context, vm, cancellationToken));
        context.Output.List(
            "replicated VMs", rows,
            ("Name", row => row.Vm.Name), ("State", row => row.Vm.ReplicationState.ToString()), ("Health", row => row.Health?.State.ToString() ?? "Unknown"),
            ("RPO", row => row.Health?.RpoAge is { } age ? Units.Duration(age) + (row.Health.RpoViolated ? " (violated)" : "") : "-"),
            ("Missed", row => row.Health is { Cycles.Total: > 0 and var total } health ? $"{health.Cycles.Missed} of {total}" : "-"),
            ("Primary", row => Site(row.Vm.PrimarySiteId)), ("Replica", row => Site(row.Vm.ReplicaSiteId)),
            ("Test", row => row.Vm.TestMachineId is null ? "" : "running"),
            ("First logon", row => row.Vm.PendingFirstLogonRestart ? "will restart" : ""), ("Last error", row => row.Vm.Statistics.LastError ?? ""), ("Id", row => row.Vm.Id));
    }

    private static async Task<VmRow> RowAsync(CommandContext context, ReplicatedVM vm, CancellationToken cancellationToken)
    {
        try
        {
            vm = await context.Service.Restarts.LookAsync(vm, cancellationToken);
            return new VmRow(vm, await context.Service.Health.OfAsync(vm, cancellationToken));
        }
        catch (ReplicationException error)
        {
            // A destination that cannot be read must not hide the VM; its health is then not known.
            context.Output.Warning($"{vm.Name}: {error.Message}");
            return new VmRow(vm, null);
        }
    }

    /// <summary>A VM and its health; null where that could not be found out.</summary>
    private sealed record VmRow(ReplicatedVM Vm, ReplicationHealth? Health);
}
