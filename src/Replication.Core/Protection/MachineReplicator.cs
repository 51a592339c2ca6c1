using Replication.Core.Capture;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Transfer;

namespace Replication.Core.Protection;

/// <summary>
/// One recovery point of one machine as part of a larger verb: the last delta of a planned failover, the
/// first replication in the other direction, the last one before a failback.
/// </summary>
internal sealed class MachineReplicator(EngineServices services)
{
    private readonly PointWriter _writer = new(services);

    /// <param name="job">Whose journal it is part of.</param>
    /// <param name="vm">With the sites in the direction of this replication.</param>
    /// <param name="planned">Whether nothing will be written at the source afterwards.</param>
    /// <param name="seed">Copy at the destination, or null.</param>
    /// <param name="cancellationToken">Stops it; the job can be continued.</param>
    public async Task<(RecoveryPoint Point, TransferredMachine Transferred)> RunAsync(
        JobContext job, ReplicatedVM vm, bool planned, SeedSource? seed, CancellationToken cancellationToken)
    {
        ReplicateIds ids = await job.StepAsync("Prepare", _ => Task.FromResult(ReplicateIds.New([vm.Id])), cancellationToken);
        var request = new PointRequest
        {
            PointId = ids.PointIds[vm.Id],
            Vm = vm,
            Group = await services.Inventory.GroupAsync(vm.GroupId, cancellationToken),
            ReplicaSite = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken),
            Planned = planned,
            Seed = seed,
        };
        TransferredMachine? transferred = job.Find<TransferredMachine>(PointWriter.TransferredStep(vm.Id));
        if (transferred is null)
        {
            ISite primary = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
            Machine machine = await SourceCheck.RequireAsync(vm, primary, cancellationToken);
            // After a planned verb nothing may be written any more; otherwise it depends on what the site can capture.
            if (planned || !primary.Abilities.CapturesRunningMachines) RequireOff(machine, primary);
            await using IMachineImage image = await SourceCheck.CaptureChangesAsync(services, vm, primary, machine, cancellationToken);
            transferred = await _writer.TransferAsync(job, request, image, cancellationToken);
        }

        RecoveryPoint point = await _writer.CompleteAsync(job, request, transferred, cancellationToken);
        await PointWriter.TidyAsync(job, request, cancellationToken);
        await SourceCheck.ReleaseAsync(services, vm, point, cancellationToken);
        return (point, transferred);
    }

    /// <summary>
    /// Whether a continued job holds a transfer that the source has moved on from: somebody may have started the
    /// machine again after the verb stopped half-way, and what it wrote since must not be left behind.
    /// </summary>
    public async Task<bool> IsOutdatedAsync(JobContext job, ReplicatedVM vm, CancellationToken cancellationToken)
    {
        if (job.Job.Attempts < 2 || job.Find<TransferredMachine>(PointWriter.TransferredStep(vm.Id)) is not { } transferred) return false;
        ISite primary = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
        Machine machine = await SourceCheck.RequireAsync(vm, primary, cancellationToken);
        RequireOff(machine, primary);
        await using IMachineImage image = await SourceCheck.CaptureAsync(services, vm, primary, machine, cancellationToken);
        if (image.Disks.Count != transferred.Disks.Count) return true;
        foreach (CapturedDisk disk in image.Disks)
        {
            TransferredDisk? sent = transferred.Disks.FirstOrDefault(known => known.DiskId == disk.Disk.Id);
            if (sent is null || sent.Length != disk.View.Length) return true;
            if (await DiskHash.ComputeAsync(disk.View, $"{vm.Name}/{disk.Disk.Id}: comparing", job.Progress, cancellationToken) != sent.Root) return true;
        }

        await image.EnsureUnchangedAsync(cancellationToken);
        return false;
    }

    public static void RequireOff(Machine machine, ISite site)
    {
        if (machine.PowerState != PowerState.Running) return;
        throw new ReplicationException(
            "VmRunning", $"VM {machine.Name}", $"It is running at site {site.Definition.Name}.", "a machine that is shut down.", $"Shut down {machine.Name} first.");
    }

    /// <summary>Removes what an interrupted run put into the destination without completing a point.</summary>
    public async Task AbandonAsync(JobContext job, string siteId, CancellationToken cancellationToken)
    {
        ISite site = await services.Inventory.SiteAsync(siteId, cancellationToken);
        await PointWriter.RemoveLeftoversAsync(job.Job.Id, site, cancellationToken);
    }
}
