using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Core.Sites;

namespace Replication.Core.Failover;

/// <summary>
/// Ends an instant recovery: a machine that runs from a mounted point gets disks of its own, while it runs, and the mount goes. From then on it
/// needs neither the workspace's host nor the store.
/// </summary>
public sealed class SettleHandler(EngineServices services) : IJobHandler
{
    public const string VerbName = "Settle";

    private readonly MachineMounts _mounts = new(services);

    public string Verb => VerbName;

    public bool ReplacesOthers => false;

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(request.VmIds[0], cancellationToken);
        IReadOnlyList<PointMount> mounts = await FindAsync(vm, cancellationToken);
        var steps = new List<JobPlanStep>();
        foreach (PointMount mount in mounts)
        {
            string disks = string.Join(", ", mount.Disks.Select(disk => disk.DiskId));
            steps.Add(new JobPlanStep(
                $"Settle/{mount.Id}", $"Copy {disks} of {mount.UsedBy} out of the mounted point and have the machine use the copies; it may run."));
            steps.Add(new JobPlanStep($"Release/{mount.Id}", $"End mount {mount.Id} of point {mount.PointId}."));
        }

        return new JobPlan(
            $"Give {vm.Name} disks of its own", steps, steps.Count == 0 ? ["None of its machines runs from a mounted point; nothing will change."] : []);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        SettledMounts found = await job.StepAsync("Find", async token => await ChooseAsync(job.Job.VmIds[0], token), cancellationToken);
        foreach (PointMount mount in found.Mounts)
        {
            string machineId = MachineMounts.MachineOf(mount);
            IDiskSettler site = await SiteAsync(mount, cancellationToken);
            await job.StepAsync(
                $"Settle/{mount.Id}",
                async token =>
                {
                    await _mounts.ServeAsync(machineId, token);
                    await site.SettleAsync(machineId, DisksOf(mount), job.Progress, token);
                },
                cancellationToken);
            await job.StepAsync($"Release/{mount.Id}", token => _mounts.ReleaseAsync(machineId, token), cancellationToken);
        }

        return found;
    }

    /// <summary>What the machine uses already stays its own; the next settling releases the mount.</summary>
    public async Task AbandonAsync(JobContext job, CancellationToken cancellationToken)
    {
        foreach (PointMount mount in job.Find<SettledMounts>("Find")?.Mounts ?? [])
            await (await SiteAsync(mount, cancellationToken)).CancelSettlingAsync(MachineMounts.MachineOf(mount), DisksOf(mount), cancellationToken);
    }

    private async Task<SettledMounts> ChooseAsync(string vmId, CancellationToken cancellationToken) =>
        new(await FindAsync(await services.Inventory.VmAsync(vmId, cancellationToken), cancellationToken));

    private async Task<IReadOnlyList<PointMount>> FindAsync(ReplicatedVM vm, CancellationToken cancellationToken) =>
        [.. (await new PointMounts(services).ListAsync(vm.Id, cancellationToken)).Where(mount => mount.UsedBy is not null)];

    private async Task<IDiskSettler> SiteAsync(PointMount mount, CancellationToken cancellationToken)
    {
        ISite site = await services.Inventory.SiteAsync(mount.SiteId, cancellationToken);
        return site as IDiskSettler ?? throw new ReplicationException(
            "SettlingNotSupported", $"Site {site.Definition.Name}", "It cannot give a machine other disks.", "a Local site.");
    }

    private static IReadOnlyCollection<string> DisksOf(PointMount mount) => [.. mount.Disks.Select(disk => disk.DiskId)];
}

/// <summary>Result of the verb.</summary>
/// <param name="Mounts">That machines ran from, and that are gone.</param>
public sealed record SettledMounts(IReadOnlyList<PointMount> Mounts);
