using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.Sites;

namespace Replication.Agent.Commands;

internal static class MachineCommands
{
    public static Command Build() => new Command("machine", "Machines that a site holds.").With(List(), New(), Start(), Stop(), Delete());

    private static Command List()
    {
        Option<string> site = Parameters.Site();
        return new Command("list", "List the machines of a site.").With(site).Does(async (context, token) =>
        {
            ISite place = await context.Service.Sites.OpenAsync(context.Get(site)!, token);
            var machines = new List<Machine>();
            await foreach (Machine machine in place.ListMachinesAsync(token)) machines.Add(machine);
            context.Output.List(
                "machines", machines,
                ("Name", machine => machine.Name), ("Id", machine => machine.Id), ("Instance", machine => machine.PlatformId ?? ""), ("Power", machine => machine.PowerState.ToString()),
                ("Disks", machine => string.Join(", ", machine.Disks.Select(disk => $"{disk.Id} {Units.Size(disk.Length)} {disk.Format}"))));
            return 0;
        });
    }

    private static Command New()
    {
        var name = new Argument<string>("name") { Description = "Name of the machine." };
        Option<string> site = Parameters.Site();
        var disks = new Option<string[]>("--disk") { Description = "Disk image to take a copy of; the first one is the boot disk.", Required = true, AllowMultipleArgumentsPerToken = true };
        return new Command("new", "Make a machine from copies of disk images.").With(name, site, disks).Does(async (context, token) =>
        {
            if (await context.Service.Sites.OpenAsync(context.Get(site)!, token) is not IMachineImporter importer)
                throw new ReplicationException("SiteKindNotSupported", $"Site {context.Get(site)}", "Machines cannot be made from images at this kind of site.");
            Machine machine = await importer.ImportMachineAsync(context.Get(name)!, context.Get(disks)!, cancellationToken: token);
            context.Output.Item(
                machine, ("Machine", machine.Name), ("Id", machine.Id),
                ("Disks", string.Join(", ", machine.Disks.Select(disk => $"{disk.Id} {Units.Size(disk.Length)} {disk.Format} {disk.Path}"))));
            return 0;
        });
    }

    private static Command Start() => Power("start", "Start a machine.", "Started", (site, machine, token) => site.StartMachineAsync(machine.Id, token));

    private static Command Stop() => Power("stop", "Shut a machine down.", "Stopped", (site, machine, token) => site.StopMachineAsync(machine.Id, token));

    private static Command Power(string verb, string description, string done, Func<ISite, Machine, CancellationToken, Task> change)
    {
        var name = new Argument<string>("name") { Description = "Name or id of the machine." };
        Option<string> site = Parameters.Site();
        return new Command(verb, description).With(name, site).Does(async (context, token) =>
        {
            ISite place = await context.Service.Sites.OpenAsync(context.Get(site)!, token);
            Machine machine = await MachineLookup.FindAsync(place, context.Get(name)!, token);
            if (!context.Get(GlobalOptions.Plan)) await change(place, machine, token);
            context.Output.Item(machine, (done, $"{machine.Name} ({machine.Id})"));
            return 0;
        });
    }

    private static Command Delete()
    {
        var name = new Argument<string>("name") { Description = "Name or id of the machine." };
        Option<string> site = Parameters.Site();
        var force = new Option<bool>("--force") { Description = "Delete it although it is protected; its recovery points stay." };
        return new Command("delete", "Delete a machine and its disks.").With(name, site, force).Does(async (context, token) =>
        {
            ISite place = await context.Service.Sites.OpenAsync(context.Get(site)!, token);
            Machine machine = await MachineLookup.FindAsync(place, context.Get(name)!, token);
            foreach (ReplicatedVM vm in await context.Service.Groups.ListVmsAsync(cancellationToken: token))
            {
                if (context.Get(force) || (vm.PrimaryMachineId != machine.Id && vm.ReplicaMachineId != machine.Id && vm.TestMachineId != machine.Id)) continue;
                throw new ReplicationException(
                    "MachineInUse", $"Machine {machine.Name}", $"Replicated VM {vm.Name} needs it (state {vm.ReplicationState}).", "a machine that no VM refers to.",
                    "Use the VM's own verbs, or --force.");
            }

            if (!context.Get(GlobalOptions.Plan)) await place.DeleteMachineAsync(machine.Id, token);
            context.Output.Item(machine, ("Deleted", $"{machine.Name} ({machine.Id})"));
            return 0;
        });
    }
}
