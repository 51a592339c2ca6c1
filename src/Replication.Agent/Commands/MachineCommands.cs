using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.Sites;

namespace Replication.Agent.Commands;

internal static class MachineCommands
{
    public static Command Build() => new Command("machine", "Machines that a site holds.").With(List(), New(), Start(), Stop(), ShutDown(), Console(), Delete());

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

    private static Command Start() => Power("start", "Start a machine.", "Started", (context, site, machine, token) => context.Service.Machines.StartAsync(site, machine, token));

    private static Command Stop() => Power("stop", "Stop a machine; at a Local site that switches it off.", "Stopped", (_, site, machine, token) => site.StopMachineAsync(machine.Id, token));

    private static Command Power(string verb, string description, string done, Func<CommandContext, ISite, Machine, CancellationToken, Task> change)
    {
        var name = new Argument<string>("name") { Description = "Name or id of the machine." };
        Option<string> site = Parameters.Site();
        return new Command(verb, description).With(name, site).Does(async (context, token) =>
        {
            ISite place = await context.Service.Sites.OpenAsync(context.Get(site)!, token);
            Machine machine = await MachineLookup.FindAsync(place, context.Get(name)!, token);
            if (!context.Get(GlobalOptions.Plan)) await change(context, place, machine, token);
            context.Output.Item(machine, (done, $"{machine.Name} ({machine.Id})"));
            return 0;
        });
    }

    private static Command ShutDown()
    {
        var name = new Argument<string>("name") { Description = "Name or id of the machine." };
        Option<string> site = Parameters.Site();
        var limit = new Option<int>("--wait") { Description = "Seconds to wait until it is off.", DefaultValueFactory = _ => 120 };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0) result.AddError("--wait takes 0 seconds or more.");
        });
        var force = new Option<bool>("--force") { Description = "Switch it off when it still runs then." };
        return new Command("shutdown", "Ask the guest of a machine to shut down and wait until it is off.").With(name, site, limit, force).Does(async (context, token) =>
        {
            ISite place = await context.Service.Sites.OpenAsync(context.Get(site)!, token);
            Machine machine = await MachineLookup.FindAsync(place, context.Get(name)!, token);
            if (context.Get(GlobalOptions.Plan))
            {
                string then = context.Get(force) ? "it is switched off when it still runs then" : "it is not switched off";
                context.Output.Item(machine, ("Shut down", $"{machine.Name} ({machine.Id}): wait {context.Get(limit)} s at most; {then}"));
                return 0;
            }

            string done = "Shut down";
            try
            {
                await GuestShutdown.RequireAsync(place, machine, TimeSpan.FromSeconds(context.Get(limit)), token);
            }
            catch (ReplicationException late) when (late.ErrorId == "ShutdownTimedOut" && context.Get(force))
            {
                await place.StopMachineAsync(machine.Id, token);
                done = "Switched off";
            }

            context.Output.Item(machine, (done, $"{machine.Name} ({machine.Id})"));
            return 0;
        });
    }

    private static Command Console()
    {
        var name = new Argument<string>("name") { Description = "Name or id of the machine." };
        Option<string> site = Parameters.Site();
        return new Command("console", "Show what the guest of a machine wrote to its serial port since its last start.").With(name, site).Does(async (context, token) =>
        {
            ISite place = await context.Service.Sites.OpenAsync(context.Get(site)!, token);
            Machine machine = await MachineLookup.FindAsync(place, context.Get(name)!, token);
            string? file = (place as IMachinePower)?.ConsoleOf(machine.Id);
            string? text = file is not null ? await File.ReadAllTextAsync(file, token)
                : place is IConsoleText far ? await far.ReadConsoleAsync(machine.Id, token)
                : null;
            if (text is null)
                throw new ReplicationException("ConsoleNotFound", $"Machine {machine.Name}", $"Site {place.Definition.Name} has no console of it.", "a machine that this site has started.");
            context.Output.Item(new { machine.Id, machine.Name, Console = file, Text = text }, ("Console", file ?? place.Definition.Name), ("", text));
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
