using Replication.Aws.Methods;
using Replication.Core.Machines;
using Replication.Core.Rules;
using Replication.Core.Transfer;

namespace Replication.Aws.HotAdd;

/// <summary>What HotAdd refuses before anything is created, and what it will do.</summary>
internal sealed class HotAddRules(HotAddParts parts, Injection injection, GuestPreparation guests)
{
    public async Task PrepareAsync(TransferSubject subject, CancellationToken cancellationToken)
    {
        AccessNode node = await CheckAsync(subject, cancellationToken);
        if (Injects(subject)) await injection.GetReadyAsync(node.InstanceId, cancellationToken);
        await parts.Slots.ReserveAsync(node, subject.Holder, subject.Machine.Name, subject.Bases.Count, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> DescribeAsync(TransferSubject subject, CancellationToken cancellationToken)
    {
        AccessNode node = await CheckAsync(subject, cancellationToken);
        await parts.Slots.CheckAsync(node, subject.Machine.Name, subject.Bases.Count, cancellationToken);
        int made = subject.Bases.Values.Count(snapshot => snapshot is not null);
        var steps = new List<string>();
        if (Injects(subject)) steps.AddRange(injection.Check().Select(archive => $"Fetch {archive.Address} for the driver folder {parts.Options.DriverFolder}."));
        if (subject.LooksForDrivers) steps.Add("Look for the drivers of the destination in the guest's disks; without them nothing is made (AWS-11).");
        steps.AddRange(
        [
            $"HotAdd: make {subject.Bases.Count} volume(s) in {node.Zone}, {made} of them of the previous integrity snapshots.",
            $"Attach them to access node {node.InstanceId}.",
            "Write the blocks to them, flush them, read them back.",
            "Take an integrity snapshot of each.",
        ]);
        if (Injects(subject)) steps.Add("Put the drivers of the site's driver folder into the boot volume.");
        steps.Add("Detach them.");
        if (subject.KeepsMachine) steps.Add("Give them to the standby machine.");
        return steps;
    }

    /// <summary>A machine that has an instance type boots from EBS as it is, and one that is given drivers needs none.</summary>
    public bool AsksForDrivers(Machine machine) => machine.InstanceType is null && !guests.Concerns(machine);

    private bool Injects(TransferSubject subject) => guests.Concerns(subject.Machine);

    /// <summary>Errors: those of the access node, IntegritySnapshotMissing, DriversMissingOnSource, DriverFolderIncomplete, DriverInjectionUnavailable.</summary>
    private async Task<AccessNode> CheckAsync(TransferSubject subject, CancellationToken cancellationToken)
    {
        AccessNode node = await parts.Nodes.ResolveAsync(subject.Settings.AccessNodeId, cancellationToken);
        await parts.Nodes.RequireZoneAsync(node, cancellationToken);
        await BaseSnapshots.RequireAsync(parts.Store, subject, cancellationToken);
        RequireDrivers(subject, node);
        return node;
    }

    /// <summary>
    /// A guest that is given nothing must have the drivers already (AWS-11). What its disks say counts; where they do not say, its
    /// owner's word does.
    /// </summary>
    private void RequireDrivers(TransferSubject subject, AccessNode node)
    {
        if (Injects(subject)) injection.Check();
        if (!AsksForDrivers(subject.Machine) || subject.LooksForDrivers || subject.Drivers is { Status: FindingStatus.Passed }) return;
        if (subject.Drivers is { Status: FindingStatus.Failed } || !subject.Settings.DriversConfirmed)
            throw HotAddErrors.DriversMissing(subject.Machine.Name, node.InstanceId, subject.Drivers?.Found);
    }
}
