using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;

namespace Replication.Core.Mounts;

/// <summary>
/// Mounts that are the disks of a machine (instant recovery): made before it, served for as long as it may run, and removed after it or when
/// its disks have become its own. Whose a mount is follows from <see cref="PointMount.UsedBy"/>, so a job that is killed leaves none behind.
/// </summary>
public sealed class MachineMounts(EngineServices services)
{
    private const string Prefix = "Machine ";

    private readonly PointMounts _mounts = new(services);

    public static string UserOf(string machineId) => Prefix + machineId;

    /// <summary>Id of the machine that runs from a mount, which has to be one of a machine.</summary>
    public static string MachineOf(PointMount mount) => mount.UsedBy![Prefix.Length..];

    /// <exception cref="ReplicationException">InstantRecoveryNotSupported.</exception>
    public static void RequireSupport(ISite site)
    {
        if (site.Abilities.RunsFromMounts) return;
        throw new ReplicationException(
            "InstantRecoveryNotSupported", $"Site {site.Definition.Name}", "It cannot run a machine from mounted disks.",
            "a Local site that runs its machines with QEMU.",
            "Leave out the instant option; the disks are copied then.");
    }

    /// <summary>
    /// Has the disks of a point served for a machine, with overlays that take its writes. Under the job's journal: a rerun serves the same mount.
    /// </summary>
    /// <returns>By disk id, the NBD URI.</returns>
    /// <exception cref="ReplicationException">MountAddressNotLasting, and what keeps the mount from being served.</exception>
    public async Task<IReadOnlyDictionary<string, string>> EnsureAsync(
        JobContext job, RecoveryPoint point, string machineId, CancellationToken cancellationToken)
    {
        MountChoice chosen = await job.StepAsync(
            $"ChooseMount/{machineId}/{point.Id}", _ => Task.FromResult(new MountChoice(PointMounts.NewId())), cancellationToken);
        PointMount mount = _mounts.Describe(chosen.MountId, point, new MountPointParameters(point.Id, Writable: true), UserOf(machineId));
        MountServing serving = await _mounts.EnsureServedAsync(mount, cancellationToken);
        // The address is written into the machine, which has to find its disks there again when the host is followed by another.
        if (serving.Exports.FirstOrDefault(export => !export.Lasting) is { } passing)
        {
            throw new ReplicationException(
                "MountAddressNotLasting", $"Mount {mount.Id}",
                $"Its address {passing.Uri} changes with the host, because the workspace's path is too long for a socket.",
                "a workspace with a shorter path.", "Move the workspace, or leave out the instant option; the disks are copied then.");
        }

        return serving.Exports.ToDictionary(export => export.DiskId, export => export.Uri);
    }

    /// <summary>Has the disks of a machine served, if they are mounts; starts the host where there is none.</summary>
    public async Task ServeAsync(string machineId, CancellationToken cancellationToken = default)
    {
        foreach (PointMount mount in await ListAsync(machineId, cancellationToken))
        {
            if (mount.MountState == MountState.Mounted) await _mounts.ServeAsync(mount, cancellationToken);
            // Whoever held it was killed; one who does so still has its overlays, and this is refused.
            else if (mount.MountState == MountState.Held) await _mounts.RestoreAsync(mount, cancellationToken);
        }
    }

    /// <summary>Whether any machine has mounts for disks that this workspace is to serve.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken = default) => (await _mounts.ListAsync(cancellationToken: cancellationToken)).Any(
        mount => mount is { UsedBy: not null, MountState: MountState.Mounted } && mount.Place == services.Mounts?.Place);

    /// <summary>Removes the mounts of a machine that needs them no more, with what was written to them; no error when there are none.</summary>
    public async Task ReleaseAsync(string machineId, CancellationToken cancellationToken)
    {
        foreach (PointMount mount in await ListAsync(machineId, cancellationToken)) await _mounts.RemoveAsync(mount.Id, cancellationToken);
    }

    /// <summary>Removes a machine and then the mounts that were its disks; no error when they are gone already.</summary>
    public async Task DeleteMachineAsync(ISite site, string machineId, CancellationToken cancellationToken)
    {
        IReadOnlyList<PointMount> mounts = await ListAsync(machineId, cancellationToken);
        foreach (PointMount mount in mounts) _mounts.RequireHere(mount);
        // Served until it has stopped: a machine that ends flushes its disks. Where it cannot be, the machine is killed.
        foreach (PointMount mount in mounts) await _mounts.TryServeAsync(mount, cancellationToken);
        await site.DeleteMachineAsync(machineId, cancellationToken);
        await ReleaseAsync(machineId, cancellationToken);
    }

    /// <summary>Mounts of a machine.</summary>
    public async Task<IReadOnlyList<PointMount>> ListAsync(string machineId, CancellationToken cancellationToken) =>
        [.. (await _mounts.ListAsync(cancellationToken: cancellationToken)).Where(mount => mount.UsedBy == UserOf(machineId))];
}
