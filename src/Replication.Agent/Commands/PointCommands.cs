using System.CommandLine;
using Replication.Agent.Output;
using Replication.Core.Boot;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.RecoveryPoints;

namespace Replication.Agent.Commands;

internal static class PointCommands
{
    public static IEnumerable<Command> Build()
    {
        yield return List();
        yield return Pin("pin", "Keep a recovery point whatever the policy says.", pinned: true);
        yield return Pin("unpin", "Let the policy decide about a recovery point again.", pinned: false);
        yield return Verify();
        yield return Export();
    }

    private static Command List()
    {
        Argument<string[]> vms = Parameters.Vms();
        var from = new Option<string?>("--from") { Description = "Folder of a store to look into, without any workspace state." };
        return new Command("points", "List recovery points, oldest first.").With(vms, from).Does(async (context, token) =>
        {
            var points = new List<RecoveryPoint>();
            var damaged = new List<ReplicationException>();
            if (context.Get(from) is { } store)
            {
                points.AddRange(await context.Service.Points.ListStoreAsync(store, damaged, token));
            }
            else
            {
                foreach (ReplicatedVM vm in await context.VmsAsync(context.Get(vms)!, null, token))
                    points.AddRange(await context.Service.Points.ListAsync(vm, damaged, token));
            }

            foreach (ReplicationException error in damaged) context.Output.Warning($"{error.ErrorId}: {error.Message}");
            context.Output.List(
                "recovery points", points,
                ("VM", point => point.VmName), ("Source time", point => Units.Time(point.SourceTime)), ("Id", point => point.Id),
                ("Verified", point => point.Verification.ToString()), ("Sent", point => Units.Size(point.BytesSent)),
                ("Disks", point => string.Join(", ", point.Disks.Select(disk => $"{disk.DiskId} {Units.Size(disk.Length)}"))),
                ("", point => string.Join(" ", new[] { point.Pinned ? "pinned" : null, point.Planned ? "planned" : null }.OfType<string>())));
            return 0;
        });
    }

    private static Command Pin(string name, string description, bool pinned)
    {
        Argument<string> vm = Parameters.Vm();
        var point = new Argument<string>("point") { Description = "Id of the point." };
        return new Command(name, description).With(vm, point).Does(async (context, token) =>
        {
            ReplicatedVM of = await context.Service.Groups.GetVmAsync(context.Get(vm)!, cancellationToken: token);
            RecoveryPoint changed = await context.Service.Points.SetPinnedAsync(of, context.Get(point)!, pinned, token);
            context.Output.Item(changed, (pinned ? "Pinned" : "Unpinned", changed.Id));
            return 0;
        });
    }

    private static Command Verify()
    {
        Argument<string[]> vms = Parameters.Vms();
        Option<string?> point = Parameters.Point();
        var boot = new BootOptions();
        var command = new Command("verify", "Read a recovery point again at the destination and prove every block; with --boot make a machine of it and watch it boot.");
        command.Validators.Add(boot.Validate);
        return command.With(vms, point).With(boot.All).Does(async (context, token) =>
        {
            BootProbe? probe = boot.Read(context);
            return await context.RunEachAsync(
                await context.VmsAsync(context.Get(vms)!, null, token),
                vm => probe is null ? context.Service.Verbs.VerifyPoint(vm, context.Get(point)) : context.Service.Verbs.CheckBoot(vm, context.Get(point), probe), token);
        });
    }

    private static Command Export()
    {
        Argument<string> vm = Parameters.Vm();
        Option<string?> point = Parameters.Point();
        var to = new Option<string>("--to") { Description = "Folder for the images.", Required = true };
        var format = new Option<DiskFormat>("--format") { Description = "Raw, Vhdx or VmdkStreamOptimized." };
        var disk = new Option<string?>("--disk") { Description = "Id of one disk (default: all)." };
        return new Command("export", "Write the disks of a recovery point as images.").With(vm, point, to, format, disk).Does(async (context, token) =>
            await context.RunEachAsync(
                await context.VmsAsync([context.Get(vm)!], null, token),
                of => context.Service.Verbs.ExportPoint(of, context.Get(point), Path.GetFullPath(context.Get(to)!), context.Get(format), context.Get(disk)), token));
    }
}
