using Replication.Core.Capture;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.Mounts;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;

namespace Replication.Core.Protection;

/// <summary>The machine at its source: found by its id and nothing else (GEN-03, GEN-04), captured, let go.</summary>
internal static class SourceCheck
{
    public static async Task<Machine> RequireAsync(ReplicatedVM vm, ISite site, CancellationToken cancellationToken)
    {
        if (await site.FindMachineAsync(vm.PrimaryMachineId, cancellationToken) is { } machine) return machine;
        await foreach (Machine other in site.ListMachinesAsync(cancellationToken))
        {
            if (!string.Equals(other.Name, vm.Name, StringComparison.OrdinalIgnoreCase)) continue;
            throw new ReplicationException(
                "SourceIdentityChanged", $"VM {vm.Name}",
                $"VM {vm.Name} now has id {other.Id}; the group protects {vm.PrimaryMachineId}. It was not replicated.",
                nextStep: "Remove it from the group and add it again.");
        }

        throw new ReplicationException(
            "SourceMachineNotFound", $"VM {vm.Name}", $"Site {site.Definition.Name} has no machine with id {vm.PrimaryMachineId}.",
            "the machine that was added to the group.", "Fail over if it is lost, or remove it from the group.");
    }

    /// <summary>Disks that are replicated: all but the excluded ones.</summary>
    public static IReadOnlyList<MachineDisk> Replicated(ReplicatedVM vm, Machine machine)
    {
        MachineDisk[] disks = [.. machine.Disks.Where(disk => !vm.ExcludedDisks.Contains(disk.Id))];
        return disks.Length > 0 ? disks : throw new ReplicationException(
            "NoDisksToReplicate", $"VM {vm.Name}", $"All of its {machine.Disks.Count} disks are excluded.", "at least one disk.");
    }

    /// <summary>
    /// Holds what is replicated of the machine at one instant, asking what changed since the capture that the newest
    /// recovery point was made from.
    /// </summary>
    public static async Task<IMachineImage> CaptureChangesAsync(
        EngineServices services, ReplicatedVM vm, ISite primary, Machine machine, CancellationToken cancellationToken)
    {
        var mounts = new MountCaptures(services);
        if (await mounts.TryHoldAsync(machine, DiskIds(vm, machine), cancellationToken) is { } held) return held;
        CaptureRequest request = await RequestAsync(services, vm, primary, machine, ApplicationConsistency.Off, cancellationToken);
        IMachineImage image = await primary.CaptureAsync(request.MachineId, request.DiskIds, request.Since, cancellationToken);
        try
        {
            return await mounts.WithOriginsAsync(image, cancellationToken);
        }
        catch
        {
            await image.DisposeAsync();
            throw;
        }
    }

    /// <summary>What is captured of the machine, counting from the capture that the newest recovery point was made from where the site keeps track.</summary>
    public static async Task<CaptureRequest> RequestAsync(
        EngineServices services, ReplicatedVM vm, ISite primary, Machine machine, ApplicationConsistency applications, CancellationToken cancellationToken)
    {
        if (!primary.Abilities.TracksChanges) return new CaptureRequest(machine.Id, DiskIds(vm, machine), null, applications);
        ISite replica = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        RecoveryPoint? newest = await (await services.Inventory.ManifestsAsync(replica, cancellationToken)).FindNewestAsync(vm.Id, [], cancellationToken);
        var since = (newest?.Disks ?? []).Where(disk => disk.ChangeToken is not null).ToDictionary(disk => disk.DiskId, disk => disk.ChangeToken!);
        return new CaptureRequest(machine.Id, DiskIds(vm, machine), since, applications);
    }

    /// <summary>Holds what is replicated of the machine at one instant, whatever changed.</summary>
    public static async Task<IMachineImage> CaptureAsync(
        EngineServices services, ReplicatedVM vm, ISite primary, Machine machine, CancellationToken cancellationToken) =>
        await new MountCaptures(services).TryHoldAsync(machine, DiskIds(vm, machine), cancellationToken)
        ?? await primary.CaptureAsync(machine.Id, DiskIds(vm, machine), since: null, cancellationToken);

    /// <summary>Lets go at the source of everything but what the next capture counts from.</summary>
    public static async Task ReleaseAsync(EngineServices services, ReplicatedVM vm, RecoveryPoint newest, CancellationToken cancellationToken)
    {
        ISite primary = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
        await primary.ReleaseCapturesAsync(
            vm.PrimaryMachineId, [.. newest.Disks.Select(disk => disk.ChangeToken).OfType<string>()], cancellationToken);
    }

    private static string[] DiskIds(ReplicatedVM vm, Machine machine) => [.. Replicated(vm, machine).Select(disk => disk.Id)];
}
