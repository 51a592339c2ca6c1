using Replication.Aws.Methods;
using Replication.Core.Machines;
using Replication.Core.Transfer;

namespace Replication.Aws.HotAdd;

/// <summary>What HotAdd refuses before anything is created, and what it will do.</summary>
internal sealed class HotAddRules(HotAddParts parts, Injection injection, GuestPreparation guests)
{
    public async Task PrepareAsync(TransferSubject subject, CancellationToken cancellationToken)
    {
        AccessNode node = await CheckAsync(subject, cancellationToken);
        await parts.Slots.ReserveAsync(node, subject.Holder, subject.Machine.Name, subject.Bases.Count, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> DescribeAsync(TransferSubject subject, CancellationToken cancellationToken)
    {
        AccessNode node = await CheckAsync(subject, cancellationToken);
        await parts.Slots.CheckAsync(node, subject.Machine.Name, subject.Bases.Count, cancellationToken);
        int made = subject.Bases.Values.Count(snapshot => snapshot is not null);
        var steps = new List<string>
        {
            $"HotAdd: make {subject.Bases.Count} volume(s) in {node.Zone}, {made} of them of the previous integrity snapshots.",
            $"Attach them to access node {node.InstanceId}.",
            "Write the blocks to them, flush them, read them back.",
            "Take an integrity snapshot of each.",
        };
        if (Injects(subject)) steps.Add("Put the drivers of the site's driver folder into the boot volume.");
        steps.Add("Detach them.");
        if (subject.KeepsMachine) steps.Add("Give them to the standby machine.");
        return steps;
    }

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
    /// A Linux node injects nothing by itself (AWS-11): the guest's drivers are known from where it runs, by its owner's word, or
    /// come from the site's driver folder.
    /// </summary>
    private void RequireDrivers(TransferSubject subject, AccessNode node)
    {
        if (Injects(subject)) injection.Require();
        else if (!subject.Settings.DriversConfirmed && !RunsOnEc2(subject.Machine)) throw HotAddErrors.DriversMissing(subject.Machine.Name, node.InstanceId);
    }

    /// <summary>A machine that has an instance type boots from EBS as it is.</summary>
    private static bool RunsOnEc2(Machine machine) => machine.InstanceType is not null;
}
