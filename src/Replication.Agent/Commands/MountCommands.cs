using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Mounts;
using Replication.Core.RecoveryPoints;

namespace Replication.Agent.Commands;

/// <summary>`mount`, `unmount` and `mounts`: recovery points as disks at once.</summary>
internal static class MountCommands
{
    public static IEnumerable<Command> Build()
    {
        yield return Mount();
        yield return Unmount();
        yield return List();
    }

    private static Command Mount()
    {
        var point = new Argument<string>("point") { Description = "Id of a recovery point, or name of a VM for its newest." };
        var writable = new Option<bool>("--writable") { Description = "Take writes, into an overlay; the point never changes." };
        var disk = new Option<string?>("--disk") { Description = "Id of one disk (default: all)." };
        var tcp = new Option<int?>("--tcp")
        {
            Description = "Port on the loopback interface instead of a Unix socket; 0 for any. Every user of this machine can reach it.",
        };
        Command command = new Command("mount", "Serve the disks of a recovery point over NBD until they are unmounted.").With(point, writable, disk, tcp);
        return command.Does(async (context, token) =>
        {
            int? port = context.Get(tcp);
            if (port is < 0 or > ushort.MaxValue) throw new ReplicationException("OptionInvalid", "--tcp", $"It is {port}.", $"a port, 0 to {ushort.MaxValue}.");
            (ReplicatedVM vm, string? pointId) = await ResolveAsync(context, context.Get(point)!, token);
            var outcome = new VerbOutcome();
            await context.RunAsync(outcome, context.Service.Verbs.MountPoint(vm, pointId, context.Get(writable), context.Get(disk), port), token);
            return context.Show(outcome);
        });
    }

    private static Command Unmount()
    {
        var mounts = new Argument<string[]>("mount") { Description = "Ids of mounts, or of points whose mounts are to end.", Arity = ArgumentArity.OneOrMore };
        var discard = new Option<bool>("--discard") { Description = "Also where something was written, which is lost then." };
        return new Command("unmount", "End mounts of recovery points.").With(mounts, discard).Does(async (context, token) =>
        {
            var outcome = new VerbOutcome();
            IReadOnlyList<PointMount> all = await context.Service.Mounts.ListAsync(cancellationToken: token);
            foreach (string id in context.Get(mounts)!)
            {
                PointMount[] found = [.. all.Where(mount => mount.Id == id || mount.PointId == id)];
                if (found.Length == 0) outcome.Add(PointMounts.NotFound(id));
                foreach (PointMount mount in found) await context.RunAsync(outcome, context.Service.Verbs.DismountPoint(mount, context.Get(discard)), token);
            }

            return context.Show(outcome);
        });
    }

    private static Command List() => new Command("mounts", "List mounted recovery points and where they are served; starts the host.").Does(async (context, token) =>
    {
        var shown = new List<(PointMount Mount, MountServing Serving)>();
        foreach (PointMount mount in await context.Service.Mounts.ListAsync(cancellationToken: token))
            shown.Add((mount, await context.Service.Mounts.TryServeAsync(mount, token)));
        context.Output.List(
            "mounts",
            [.. shown.Select(item => new MountView(item.Mount, item.Serving))],
            ("Id", item => item.Mount.Id), ("VM", item => item.Mount.VmName), ("Point", item => item.Mount.PointId),
            ("Source time", item => Units.Time(item.Mount.SourceTime)), ("", item => item.Mount.Writable ? "writable" : "read-only"), ("State", item => item.Serving.Error ?? item.Serving.State.ToString()),
            ("Disks", item => string.Join(", ", item.Serving.Exports.Select(export => export.Uri))));
        return 0;
    });

    /// <summary>A point by its id, among the catalog's copies first; else a VM, for its newest point.</summary>
    private static async Task<(ReplicatedVM Vm, string? PointId)> ResolveAsync(CommandContext context, string name, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReplicatedVM> vms = await context.Service.Groups.ListVmsAsync(cancellationToken: cancellationToken);
        foreach (ReplicatedVM vm in vms)
        {
            if ((await context.Service.Points.ListKnownAsync(vm, cancellationToken)).Any(point => point.Id == name)) return (vm, name);
        }

        if (vms.Any(vm => vm.Id == name || string.Equals(vm.Name, name, StringComparison.OrdinalIgnoreCase)))
            return (await context.Service.Groups.GetVmAsync(name, cancellationToken: cancellationToken), null);
        // Points that another workspace made, or from before a loss of the catalog.
        foreach (ReplicatedVM vm in vms)
        {
            if ((await context.Service.Points.ListAsync(vm, [], cancellationToken)).Any(point => point.Id == name)) return (vm, name);
        }

        throw new ReplicationException(
            "RecoveryPointNotFound", $"Recovery point {name}", "No replicated VM has it.", "a point that is kept.", "List the points to see which are.");
    }
}
