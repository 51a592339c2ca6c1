using Replication.Core.Errors;
using Replication.Core.Evidence;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.States;
using Replication.Core.Transfer;

namespace Replication.Core.RecoveryPoints;

public sealed record VerifyPointParameters(string? PointId);

/// <param name="PointId">Point that was read.</param>
/// <param name="Disks">Root hash by disk, computed from what was read.</param>
/// <param name="BytesRead">Bytes read at the destination.</param>
public sealed record VerifyPointResult(string PointId, IReadOnlyDictionary<string, BlockDigest> Disks, long BytesRead);

/// <summary>
/// Reads every block of a point again at the destination and compares the root hash with the manifest: the point is
/// then ReadBack. Damage in the newest point asks for a resynchronisation.
/// </summary>
public sealed class VerifyPointHandler(EngineServices services) : IJobHandler
{
    public const string VerbName = "Verify";

    public string Verb => VerbName;

    public bool ReplacesOthers => false;

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        (_, _, RecoveryPoint point) = await ResolveAsync(request.VmIds[0], request.Parameters, cancellationToken);
        return new JobPlan(
            $"Verify point {point.Id} of {point.VmName}",
            [.. point.Disks.Select(disk => new JobPlanStep($"Read/{disk.DiskId}", $"Read snapshot {disk.SnapshotId} ({disk.Length} bytes) and compare its root hash."))],
            []);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        (ReplicatedVM vm, ISite site, RecoveryPoint point) = await ResolveAsync(job.Job.VmIds[0], job.Job.Parameters, cancellationToken);
        ISnapshotStore store = await site.OpenStoreAsync(cancellationToken);
        var roots = new Dictionary<string, BlockDigest>();
        long read = 0;
        try
        {
            foreach (RecoveryPointDisk disk in point.Disks)
            {
                await using ISnapshotReader reader = await store.OpenAsync(disk.SnapshotId, cancellationToken);
                var counter = new Counter(job.Progress);
                roots.Add(
                    disk.DiskId,
                    await ReadRootAsync(reader, disk, counter, $"Recovery point {point.Id}, disk {disk.DiskId}", cancellationToken));
                read += counter.BytesRead;
            }
        }
        catch (ReplicationException damaged) when (damaged.ErrorId is ErrorIds.CorruptBlock or ErrorIds.CorruptIndex or ErrorIds.VerificationFailed)
        {
            await AskForResynchronisationAsync(vm, point, cancellationToken);
            throw;
        }

        RecoveryPoint marked = await job.StepAsync(
            "Mark",
            async token => await (await services.Inventory.ManifestsAsync(site, token)).UpdateAsync(
                point, present => present with { Verification = Verification.ReadBack }, token),
            cancellationToken);
        await PointRows.FollowAsync(services.Catalog, marked, cancellationToken);
        await job.ProveAsync(services, "Evidence", site, EvidenceFacts.ReadBack(marked, job.Job.Id, read), cancellationToken);
        return new VerifyPointResult(point.Id, roots, read);
    }

    public Task AbandonAsync(JobContext job, CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<BlockDigest> ReadRootAsync(
        ISnapshotReader reader, RecoveryPointDisk disk, IProgress<TransferProgress> progress, string target, CancellationToken cancellationToken)
    {
        var view = new SnapshotDiskView(reader, 512);
        BlockDigest root = await DiskHash.ComputeAsync(view, $"{disk.DiskId}: reading back", progress, cancellationToken);
        return root == disk.Root ? root
            : throw new ReplicationException(ErrorIds.VerificationFailed, target, $"Its root hash is {root}.", $"{disk.Root}, as its manifest says.");
    }

    private async Task AskForResynchronisationAsync(ReplicatedVM vm, RecoveryPoint point, CancellationToken cancellationToken)
    {
        if (vm.LatestPointId != point.Id || !StateMachine.IsAllowed(vm.ReplicationState, ReplicationVerb.Resynchronize)) return;
        await services.Catalog.TransactAsync(
            (transaction, token) => transaction.ChangeVmAsync(
                vm.Id, present => present with { ReplicationState = ReplicationState.WaitingForStartResynchronize }, token),
            cancellationToken);
    }

    private async Task<(ReplicatedVM Vm, ISite Site, RecoveryPoint Point)> ResolveAsync(string vmId, string parameters, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(vmId, cancellationToken);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        return (vm, site, await services.Inventory.PointOrLatestAsync(site, vm, JobParameters.Parse<VerifyPointParameters>(parameters).PointId, cancellationToken));
    }

    private sealed class Counter(IProgress<TransferProgress>? next) : IProgress<TransferProgress>
    {
        public long BytesRead { get; private set; }

        public void Report(TransferProgress value)
        {
            BytesRead = Math.Max(BytesRead, value.BytesRead);
            next?.Report(value);
        }
    }
}
