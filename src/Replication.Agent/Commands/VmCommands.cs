using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Groups;
using Replication.Core.Sites;

namespace Replication.Agent.Commands;

internal static class VmCommands
{
    public static Command Build() => new Command("vm", "Replicated VMs.").With(Add(), List(), Set(), Remove());

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
        return new Command("set", "Change which disks of a VM are replicated.").With(vm, exclude).Does(async (context, token) =>
        {
            ReplicatedVM present = await context.Service.Groups.GetVmAsync(context.Get(vm)!, cancellationToken: token);
            await ShowAsync(context, [await context.Service.Groups.SetExcludedDisksAsync(present, context.Get(exclude) ?? [], token)], token);
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
        context.Output.List(
            "replicated VMs", vms,
            ("Name", vm => vm.Name), ("State", vm => vm.ReplicationState.ToString()), ("Primary", vm => Site(vm.PrimarySiteId)),
            ("Replica", vm => Site(vm.ReplicaSiteId)), ("Last replication", vm => Units.Time(vm.Statistics.LastReplicationTime)),
            ("Test", vm => vm.TestMachineId is null ? "" : "running"), ("Last error", vm => vm.Statistics.LastError ?? ""), ("Id", vm => vm.Id));
    }
}
