using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Transfer;

namespace Replication.Core.Protection;

/// <summary>Says in words what a replication will do for one VM, from facts that cost no disk reads.</summary>
internal static class ReplicatePlan
{
    /// <param name="services">Of the engine.</param>
    /// <param name="vm">Which VM.</param>
    /// <param name="seed">A copy to start from; null without one.</param>
    /// <param name="verifiesBase">Whether it is a resynchronisation, which does not need a base.</param>
    /// <param name="steps">Takes the steps.</param>
    /// <param name="warnings">Takes what does not keep it from running.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Bytes the destination is expected to need for this VM, history included (HVR-37).</returns>
    public static async Task<long> DescribeAsync(
        EngineServices services, ReplicatedVM vm, SeedSource? seed, bool verifiesBase, List<JobPlanStep> steps, List<string> warnings,
        CancellationToken cancellationToken)
    {
        ISite primary = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
        ISite replica = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        Machine machine = await SourceCheck.RequireAsync(vm, primary, cancellationToken);
        IReadOnlyList<MachineDisk> disks = SourceCheck.Replicated(vm, machine);
        Machine? copy = seed is null ? null : await RequireSeedAsync(seed, vm, disks, replica, cancellationToken);
        var damaged = new List<ReplicationException>();
        IReadOnlyList<RecoveryPoint> points = await services.Inventory.PointsAsync(replica, vm, cancellationToken, damaged);
        RecoveryPoint? basis = points.LastOrDefault();
        warnings.AddRange(damaged.Select(error => $"{error.ErrorId}: {error.Message}"));

        steps.Add(new JobPlanStep($"Capture/{vm.Id}", $"Hold the {disks.Count} disk(s) of {vm.Name} at site {primary.Definition.Name} at one instant."));
        foreach (MachineDisk disk in disks)
        {
            RecoveryPointDisk? known = basis?.Disks.FirstOrDefault(present => present.DiskId == disk.Id);
            string? basedOn = seed?.Paths.GetValueOrDefault(disk.Id) ?? (copy?.Disks.Any(present => present.Id == disk.Id) == true ? $"machine {copy.Name}" : null);
            steps.Add(new JobPlanStep(
                PointWriter.TransferredStep(vm.Id),
                basedOn is null ? Describe(disk, known) : $"Take disk {disk.Id} from {basedOn} as the base and send the blocks that differ."));
        }

        if (await replica.OpenStoreAsync(cancellationToken) is ITransferMethods methods)
        {
            ReplicationGroup group = await services.Inventory.GroupAsync(vm.GroupId, cancellationToken);
            TransferSubject subject = PointRequest.SubjectOf(vm, group, machine, disks.Select(disk => disk.Id), verifiesBase ? null : basis);
            subject = new SourceDrivers(services).Plan(subject, methods, vm, group, replica);
            steps.AddRange((await methods.DescribeAsync(subject, cancellationToken)).Select(step => new JobPlanStep(PointWriter.TransferredStep(vm.Id), step)));
        }

        steps.Add(new JobPlanStep($"Commit/{vm.Id}", $"Commit the recovery point at site {replica.Definition.Name}."));
        RetentionPlan retention = await new Retention(services).PlanAsync(vm.Id, cancellationToken);
        if (retention.Remove.Count > 0)
            steps.Add(new JobPlanStep($"Retention/{vm.Id}", $"Remove {retention.Remove.Count} point(s) that the policy gives up."));

        foreach (MachineDisk disk in machine.Disks.Where(disk => disk.Boot && vm.ExcludedDisks.Contains(disk.Id)))
            warnings.Add($"ExcludedBootDisk: the boot disk {disk.Id} of {vm.Name} is excluded; a replica without it cannot boot.");
        long full = await AllocatedAsync(primary, machine, disks, cancellationToken);
        ReplicationPolicy policy = await services.Inventory.PolicyOfAsync(vm, cancellationToken);
        warnings.AddRange(PolicyAdvice.For(policy).Where(advice => !warnings.Contains(advice)));
        // Each further point costs what a replication sends on average, as measured so far.
        int kept = policy.RecoveryHistory + policy.DailyPoints;
        // Points that are there have their place; a full history takes one more before it gives one up.
        long missing = basis is null
            ? full + kept * vm.Statistics.AverageDeltaSize
            : Math.Max(1, kept + 1 - points.Count) * vm.Statistics.AverageDeltaSize;
        if (replica.FreeBytes is { } free && free < missing)
        {
            warnings.Add(
                $"InsufficientStorage: {vm.Name} needs {missing} bytes more at site {replica.Definition.Name}, its history included; {free} are free. "
                + "Make room, or keep fewer points.");
        }

        return full + kept * vm.Statistics.AverageDeltaSize;
    }

    /// <summary>A copy that is named and not there would be passed over, and everything sent: it is refused.</summary>
    private static async Task<Machine?> RequireSeedAsync(
        SeedSource seed, ReplicatedVM vm, IReadOnlyList<MachineDisk> disks, ISite replica, CancellationToken cancellationToken)
    {
        string[] unknown = [.. seed.Paths.Keys.Except(disks.Select(disk => disk.Id))];
        if (unknown.Length > 0)
        {
            throw new ReplicationException(
                "DiskNotFound", $"VM {vm.Name}", $"A copy is given of disk {string.Join(", ", unknown)}, which is not replicated.", string.Join(", ", disks.Select(disk => disk.Id)));
        }

        if (seed.MachineId is not { } id) return null;
        return await replica.FindMachineAsync(id, cancellationToken)
            ?? throw new ReplicationException("MachineNotFound", $"Machine {id}", $"Site {replica.Definition.Name} has no such machine to start from.", "the id of a machine there.");
    }

    private static async Task<long> AllocatedAsync(ISite site, Machine machine, IReadOnlyList<MachineDisk> disks, CancellationToken cancellationToken)
    {
        long allocated = 0;
        foreach (MachineDisk disk in disks) allocated += await site.AllocatedBytesAsync(machine.Id, disk.Id, cancellationToken);
        return allocated;
    }

    private static string Describe(MachineDisk disk, RecoveryPointDisk? known) => known switch
    {
        null => $"Send disk {disk.Id} in full ({disk.Length} bytes; holes and zeros are not sent).",
        _ when known.Length > disk.Length => $"Send disk {disk.Id} in full: it shrank from {known.Length} to {disk.Length} bytes.",
        _ when known.Length < disk.Length => $"Send the changed blocks of disk {disk.Id}, which grew from {known.Length} to {disk.Length} bytes.",
        { ChangeToken: { } token } => $"Send the blocks of disk {disk.Id} that the source lists as changed since {token}.",
        _ => $"Send the blocks of disk {disk.Id} whose SHA-256 differs from snapshot {known.SnapshotId}.",
    };
}
