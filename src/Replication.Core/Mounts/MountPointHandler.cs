using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;

namespace Replication.Core.Mounts;

/// <summary>
/// Serves the disks of a point at once, whatever their size. A mount for reading that there is already is served as it is;
/// every writable one has overlays of its own.
/// </summary>
public sealed class MountPointHandler(EngineServices services) : IJobHandler
{
    public const string VerbName = "Mount";

    private readonly PointMounts _mounts = new(services);

    public string Verb => VerbName;

    public bool ReplacesOthers => false;

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var parameters = JobParameters.Parse<MountPointParameters>(request.Parameters);
        PointMount mount = await DescribeAsync(request.VmIds[0], parameters, PointMounts.NewId(), cancellationToken);
        PointMount? present = await FindEqualAsync(mount, cancellationToken);
        string way = mount.TcpPort is null ? "on a Unix socket" : "on the loopback interface";
        return new JobPlan(
            $"Mount point {mount.PointId} of {mount.VmName} for {(mount.Writable ? "reading and writing" : "reading")}",
            [
                present is null ? new JobPlanStep("Record", "Write the mount down; the point is in use until it is dismounted.")
                    : new JobPlanStep("Record", $"Use mount {present.Id}, which shows the same."),
                .. mount.Disks.Where(_ => mount.Writable)
                    .Select(disk => new JobPlanStep($"Prepare/{disk.DiskId}", $"Make an empty overlay for {disk.DiskId}.")),
                new JobPlanStep("Serve", $"Have the workspace's host serve {string.Join(", ", mount.Disks.Select(disk => disk.DiskId))} over NBD {way}."),
            ],
            []);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        MountChoice chosen = await job.StepAsync("ChooseId", _ => Task.FromResult(new MountChoice(PointMounts.NewId())), cancellationToken);
        PointMount mount = await DescribeAsync(job.Job.VmIds[0], job.Parameters<MountPointParameters>(), chosen.MountId, cancellationToken);
        if (await FindEqualAsync(mount, cancellationToken) is { } present) return await _mounts.ServeAsync(present, cancellationToken);
        try
        {
            return await job.StepAsync("Serve", token => _mounts.EnsureServedAsync(mount, token), cancellationToken);
        }
        catch (ReplicationException)
        {
            // What cannot be served is not left behind for every host to try; the same request again begins anew.
            await _mounts.RemoveAsync(mount.Id, CancellationToken.None);
            await job.ForgetAsync(_ => true, CancellationToken.None);
            throw;
        }
    }

    public async Task AbandonAsync(JobContext job, CancellationToken cancellationToken)
    {
        if (job.Find<MountChoice>("ChooseId") is { } chosen) await _mounts.RemoveAsync(chosen.MountId, cancellationToken);
    }

    private async Task<PointMount> DescribeAsync(string vmId, MountPointParameters parameters, string id, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(vmId, cancellationToken);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        return _mounts.Describe(id, await services.Inventory.PointOrLatestAsync(site, vm, parameters.PointId, cancellationToken), parameters);
    }

    private async Task<PointMount?> FindEqualAsync(PointMount mount, CancellationToken cancellationToken) => mount.Writable ? null
        : (await _mounts.ListAsync(mount.VmId, cancellationToken)).FirstOrDefault(known =>
            known is { Writable: false, UsedBy: null, MountState: MountState.Mounted } && known.PointId == mount.PointId && known.TcpPort == mount.TcpPort
            && known.Disks.SequenceEqual(mount.Disks));
}
