using Replication.Core.Capture;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.Rules;
using Replication.Core.Rules.Guests;
using Replication.Core.Rules.Methods;
using Replication.Core.Sites;
using Replication.Core.Transfer;

namespace Replication.Core.RecoveryPoints;

/// <summary>
/// Whether a guest has the drivers of its destination (AWS-11), where the transfer method asks. A look into the disks takes seconds to
/// minutes, so what it found stays with the VM (<see cref="ReplicatedVM.Drivers"/>) and deltas use it; it is repeated while the answer
/// is not that the drivers are there.
/// </summary>
internal sealed class SourceDrivers(EngineServices services)
{
    /// <summary>For a job: looks into what was captured when nothing good is known, and keeps the answer.</summary>
    public async Task<TransferSubject> AskAsync(
        ITransferMethods methods, PointRequest request, IMachineImage image, RecoveryPoint? basis, CancellationToken cancellationToken)
    {
        TransferSubject subject = request.SubjectOf(image.Machine, image.Disks.Select(disk => disk.Disk.Id), basis);
        if (!methods.AsksForDrivers(subject)) return subject;
        GuestDestination destination = DestinationOf(request.Vm, request.Group, request.ReplicaSite, subject.Machine);
        if (Judge(request.Vm.Drivers, destination) is { Status: FindingStatus.Passed } kept) return subject with { Drivers = kept };
        GuestDisk[] disks = [.. image.Disks.Select(disk => new GuestDisk(disk.Disk.Position, image.Machine.BootsFrom(disk.Disk), disk.View))];
        if (await LookAsync(disks, cancellationToken) is not { } found) return subject;
        await services.Catalog.TransactAsync(
            (transaction, token) => transaction.ChangeVmAsync(request.Vm.Id, vm => vm with { Drivers = found }, token), cancellationToken);
        return subject with { Drivers = Judge(found, destination) };
    }

    /// <summary>For a plan, which changes nothing and costs little: what is known, or that the job will look.</summary>
    public TransferSubject Plan(TransferSubject subject, ITransferMethods methods, ReplicatedVM vm, ReplicationGroup group, ISite target)
    {
        if (!methods.AsksForDrivers(subject)) return subject;
        Finding? kept = Judge(vm.Drivers, DestinationOf(vm, group, target, subject.Machine));
        return kept is { Status: FindingStatus.Passed } || services.Guests is null ? subject with { Drivers = kept } : subject with { LooksForDrivers = true };
    }

    private static Finding? Judge(GuestDrivers? drivers, GuestDestination destination) => drivers is null ? null : GuestRules.DriversOnSource(drivers, destination);

    private static GuestDestination DestinationOf(ReplicatedVM vm, ReplicationGroup group, ISite target, Machine machine) => new()
    {
        Machine = machine.Name,
        Nitro = InstanceFamilies.NvmeVolumes(vm.LaunchIn(group).InstanceType ?? target.Definition.Settings.GetValueOrDefault("instanceType")),
        AccessNode = GuestFamily.Linux,
    };

    /// <summary>What cannot be read is not known, which is an answer too; null where there is nothing to look with.</summary>
    private async Task<GuestDrivers?> LookAsync(IReadOnlyList<GuestDisk> disks, CancellationToken cancellationToken)
    {
        if (services.Guests is not { } inspector) return null;
        GuestDrivers found;
        try
        {
            found = GuestDrivers.Of(await inspector.InspectAsync(disks, cancellationToken: cancellationToken));
        }
        catch (ReplicationException error)
        {
            found = new GuestDrivers { Known = new Dictionary<GuestDriver, bool>(), Source = error.Message };
        }

        return found with { ReadAt = services.Time.GetUtcNow() };
    }
}
