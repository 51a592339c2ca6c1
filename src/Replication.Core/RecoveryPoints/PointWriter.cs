using Replication.Core.Capture;
using Replication.Core.Diagnostics;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Evidence;
using Replication.Core.Fencing;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Core.RecoveryPoints;

/// <summary>
/// Makes one recovery point out of one captured image, in two halves. <see cref="TransferAsync"/> needs the source
/// and ends with all data of one instant in pending snapshots. <see cref="CompleteAsync"/> needs only the journal:
/// it completes the snapshots and commits the manifest, which is the moment the point exists (INV-01).
/// </summary>
public sealed class PointWriter(EngineServices services)
{
    /// <summary>Tag on every snapshot that says which job made it, so that leftovers can be told from everything else.</summary>
    public const string JobTag = "replication-job";

    private readonly HeldTransfers _held = new();
    private readonly SourceDrivers _drivers = new(services);

    public static string TransferredStep(string vmId) => $"Transfer/{vmId}";

    public async Task<TransferredMachine> TransferAsync(JobContext job, PointRequest request, IMachineImage image, CancellationToken cancellationToken)
    {
        try
        {
            return await job.RepeatAsync(TransferredStep(request.Vm.Id), token => TransferDisksAsync(job, request, image, token), cancellationToken);
        }
        catch
        {
            await ReleaseAsync(request.Vm.Id);
            throw;
        }
    }

    public async Task<RecoveryPoint> CompleteAsync(
        JobContext job, PointRequest request, TransferredMachine transferred, CancellationToken cancellationToken)
    {
        ISnapshotStore store = await request.ReplicaSite.OpenStoreAsync(cancellationToken);
        _held.Add(store, request.Vm.Id);
        try
        {
            return await CommitAsync(job, request, store, transferred, cancellationToken);
        }
        finally
        {
            // Before a machine at the destination is given the disks.
            await ReleaseAsync(request.Vm.Id);
        }
    }

    /// <summary>Lets go of what the transfer of a VM holds at the destination; to be called when it has ended, however it ended.</summary>
    public Task ReleaseAsync(string vmId) => _held.ReleaseAsync(vmId);

    /// <summary>
    /// Removes what a finished point does not need. Only a run that was continued or started from a copy can have left
    /// anything; looking through the whole store for nothing would make every delta slower the more a store holds.
    /// </summary>
    public static async Task TidyAsync(JobContext job, PointRequest request, CancellationToken cancellationToken)
    {
        if (job.Job.Attempts <= 1 && request.Seed is null) return;
        await RemoveLeftoversAsync(job.Job.Id, request.ReplicaSite, cancellationToken);
    }

    /// <summary>Deletes what a job made at a site and no recovery point there needs.</summary>
    public static async Task RemoveLeftoversAsync(string jobId, ISite site, CancellationToken cancellationToken) => await RemoveLeftoversAsync(
        jobId, await site.OpenStoreAsync(cancellationToken), new RecoveryPointManifests(await site.OpenManifestsAsync(cancellationToken)), cancellationToken);

    /// <summary>Deletes what a job made in a store and no recovery point needs: seeds, pending snapshots, a failed half.</summary>
    public static async Task RemoveLeftoversAsync(
        string jobId, ISnapshotStore store, RecoveryPointManifests manifests, CancellationToken cancellationToken)
    {
        var made = new List<string>();
        await foreach (SnapshotInfo snapshot in store.ListAsync(cancellationToken))
        {
            if (snapshot.Tags.TryGetValue(JobTag, out string? tag) && tag == jobId) made.Add(snapshot.Id);
        }

        if (made.Count == 0) return;
        var needed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (RecoveryPoint point in manifests.ListAsync(cancellationToken: cancellationToken)) needed.UnionWith(point.Disks.Select(disk => disk.SnapshotId));
        // Children first: a pending snapshot holds its parent.
        foreach (string id in Enumerable.Reverse(made).Where(id => !needed.Contains(id))) await store.DeleteAsync(id, cancellationToken);
    }

    private async Task<TransferredMachine> TransferDisksAsync(JobContext job, PointRequest request, IMachineImage image, CancellationToken cancellationToken)
    {
        ISnapshotStore store = await request.ReplicaSite.OpenStoreAsync(cancellationToken);
        RecoveryPoint? basis = await NewestAsync(request, cancellationToken);
        _held.Add(store, request.Vm.Id);
        if (store is ITransferMethods methods) await methods.PrepareAsync(await _drivers.AskAsync(methods, request, image, basis, cancellationToken), cancellationToken);
        var disks = new List<TransferredDisk>();
        foreach (CapturedDisk disk in image.Disks) disks.Add(await TransferDiskAsync(job, request, store, basis, image.Machine, disk, cancellationToken));
        await image.EnsureUnchangedAsync(cancellationToken);
        return new TransferredMachine(request.PointId, image.CapturedAt, image.Machine, disks) { Facts = image.Facts };
    }

    private async Task<RecoveryPoint> CommitAsync(
        JobContext job, PointRequest request, ISnapshotStore store, TransferredMachine transferred, CancellationToken cancellationToken)
    {
        var manifests = new RecoveryPointManifests(await request.ReplicaSite.OpenManifestsAsync(cancellationToken));
        var disks = new List<RecoveryPointDisk>();
        foreach (TransferredDisk disk in transferred.Disks)
        {
            SnapshotInfo complete = await CompleteDiskAsync(job, request, store, disk, cancellationToken);
            BlockDigest root = complete.Root ?? disk.Root ?? throw new ReplicationException(
                "RootUnknown", $"VM {request.Vm.Name}, disk {disk.DiskId}", "Neither side could compute the root hash.");
            disks.Add(new RecoveryPointDisk(disk.DiskId, complete.Id, disk.Length, root, disk.ParentSnapshotId, disk.BlocksPut, disk.ChangeToken));
        }

        // The content of a manifest must come out equal on a rerun, so the accepting time is journalled as well.
        RecoveryPoint committed = await job.StepAsync(
            $"Commit/{request.Vm.Id}",
            async token =>
            {
                RecoveryPoint? newest = await NewestAsync(request, token);
                // One of another run under the same id is replaced, or is this very point.
                long sequence = newest?.Id == request.PointId ? newest.Sequence : 1 + (newest?.Sequence ?? 0);
                RecoveryPoint point = Describe(request, transferred, disks, store.Id, services.Time.GetUtcNow(), sequence) with { Epoch = job.Job.Epoch };
                return await manifests.CommitNewestAsync(point, token);
            },
            cancellationToken);
        await job.ProveAsync(services, $"Evidence/{request.Vm.Id}", request.ReplicaSite, EvidenceFacts.Accepted(committed), cancellationToken);
        ReplicationMeter.PointAccepted(committed);
        return committed;
    }

    private static async Task<SnapshotInfo> CompleteDiskAsync(
        JobContext job, PointRequest request, ISnapshotStore store, TransferredDisk disk, CancellationToken cancellationToken)
    {
        try
        {
            return await job.StepAsync(
                $"Complete/{request.Vm.Id}/{disk.DiskId}",
                token => store.CompleteAsync(
                    disk.SnapshotId,
                    new CompleteSnapshotRequest
                    {
                        ChangedBlocks = disk.BlocksPut,
                        ExpectedRoot = disk.Root,
                        Progress = new CallbackProgress<double>(share => job.Progress?.Report(
                            new TransferProgress($"{request.Vm.Name}/{disk.DiskId} (completing)", (long)(share * disk.Length), disk.Length, 0, 0))),
                    },
                    token),
                cancellationToken);
        }
        catch (SnapshotStoreException error) when (
            error.ErrorId is "RootMismatch" or "ChangedBlockCountMismatch" or "SnapshotNotFound" or "SnapshotNotPending")
        {
            // What the journal calls transferred is not there: a rerun has to look at the source again, and completes all disks anew.
            await job.ForgetAsync(
                name => name == TransferredStep(request.Vm.Id) || name.StartsWith($"Complete/{request.Vm.Id}/", StringComparison.Ordinal), CancellationToken.None);
            throw;
        }
    }

    private static RecoveryPoint Describe(
        PointRequest request, TransferredMachine transferred, IReadOnlyList<RecoveryPointDisk> disks, string storeId, DateTimeOffset accepted,
        long sequence) => new()
        {
            Id = request.PointId,
            Sequence = sequence,
            VmId = request.Vm.Id,
            VmName = transferred.Machine.Name,
            GroupId = request.Group.Id,
            GroupName = request.Group.Name,
            GroupPointId = request.GroupPointId,
            SourceSiteId = request.Vm.PrimarySiteId,
            SiteId = request.ReplicaSite.Definition.Id,
            StoreId = storeId,
            SourceTime = transferred.SourceTime,
            AcceptedTime = accepted,
            Consistency = transferred.Facts.Consistency,
            GuestPause = transferred.Facts.Pause,
            Planned = request.Planned,
            Machine = transferred.Machine,
            Disks = disks,
            BytesSent = transferred.BytesSent,
            WireBytes = transferred.WireBytes,
        };

    private static async Task<RecoveryPoint?> NewestAsync(PointRequest request, CancellationToken cancellationToken)
    {
        var manifests = new RecoveryPointManifests(await request.ReplicaSite.OpenManifestsAsync(cancellationToken));
        // A damaged manifest of an older point does not keep new ones from being made.
        return await manifests.FindNewestAsync(request.Vm.Id, [], cancellationToken);
    }

    private async Task<TransferredDisk> TransferDiskAsync(
        JobContext job, PointRequest request, ISnapshotStore store, RecoveryPoint? basis, Machine machine, CapturedDisk disk, CancellationToken cancellationToken)
    {
        long length = disk.View.Length;
        // A disk that shrank has no base: a snapshot's child is never shorter than its parent.
        RecoveryPointDisk? before = basis?.Disks.FirstOrDefault(known => known.DiskId == disk.Disk.Id && known.Length <= length);
        string? parent = before?.SnapshotId;
        if (request.VerifyBase && parent is not null && !await HasIntactIndexAsync(store, parent, cancellationToken)) parent = null;
        long seeded = 0;
        if (request.Seed is { } seed) (parent, seeded) = await SeedAsync(job, request, store, seed, disk, parent, cancellationToken);

        DiskPurpose purpose = request.PurposeOf(machine, disk.Disk);
        string snapshotId = await StartAsync(job, request, store, disk.Disk.Id, "data", length, parent, purpose, cancellationToken);
        if ((await store.DescribeAsync(snapshotId, cancellationToken)).State == SnapshotState.Completed)
        {
            // Completed by an earlier round that never became a point.
            await store.DeleteAsync(snapshotId, cancellationToken);
            snapshotId = await StartAsync(job, request, store, disk.Disk.Id, "data", length, parent, purpose, cancellationToken);
        }

        await using ISnapshotReader? reader = parent is null ? null : await store.OpenAsync(parent, cancellationToken);
        DiskTransferResult result = await DiskTransfer.RunAsync(
            new DiskTransferRequest
            {
                DiskId = $"{request.Vm.Name}/{disk.Disk.Id}",
                Source = disk.View,
                Store = store,
                SnapshotId = snapshotId,
                Parent = reader,
                Changed = ChangesSince(before, parent, request, disk) ?? await ChangesOfOriginAsync(store, reader, request, disk, cancellationToken),
                VerifyParent = request.VerifyBase,
                Throttle = services.Paths.Between(request.Vm.PrimarySiteId, request.Vm.ReplicaSiteId),
            },
            job.Progress,
            cancellationToken);
        return new TransferredDisk(
            disk.Disk.Id, snapshotId, length, parent, result.Root, result.BlocksPut, result.BytesRead, result.BytesSent, seeded, disk.ChangeToken)
        {
            WireBytes = result.WireBytes,
        };
    }

    /// <summary>
    /// What the source says has changed, when it counts from the very capture that the base holds; any other base is compared block by block, or by
    /// the disk's origin.
    /// </summary>
    private static IReadOnlyList<Extent>? ChangesSince(RecoveryPointDisk? before, string? parent, PointRequest request, CapturedDisk disk) =>
        !request.VerifyBase && disk.Since is { } since && before is not null && before.SnapshotId == parent && before.Length == disk.View.Length
            && before.ChangeToken == since
            ? disk.ChangedExtents
            : null;

    /// <summary>Where a disk of known origin may differ from the base; null when that is not known.</summary>
    private async Task<IReadOnlyList<Extent>?> ChangesOfOriginAsync(
        ISnapshotStore store, ISnapshotReader? parent, PointRequest request, CapturedDisk disk, CancellationToken cancellationToken)
    {
        if (request.VerifyBase || parent is null || disk.Origin is not { } origin) return null;
        if (origin.StoreId == store.Id && origin.SnapshotId == parent.Info.Id) return origin.Written;
        ISite site = await services.Inventory.SiteAsync(origin.SiteId, cancellationToken);
        await using ISnapshotReader snapshot = await (await site.OpenStoreAsync(cancellationToken)).OpenAsync(origin.SnapshotId, cancellationToken);
        return snapshot.Info.Length == disk.View.Length ? await OriginChanges.FindAsync(origin, snapshot, parent, cancellationToken) : null;
    }

    /// <summary>A resynchronisation can repair damaged blocks of its base, but not find them when the base's index is damaged itself.</summary>
    private static async Task<bool> HasIntactIndexAsync(ISnapshotStore store, string snapshotId, CancellationToken cancellationToken)
    {
        try
        {
            await using ISnapshotReader reader = await store.OpenAsync(snapshotId, cancellationToken);
            await foreach (SnapshotBlock block in reader.ListBlocksAsync(0, cancellationToken)) _ = block;
            return true;
        }
        catch (SnapshotStoreException damaged) when (damaged.ErrorId is ErrorIds.CorruptIndex or ErrorIds.SnapshotNotFound or "SnapshotNotCompleted")
        {
            return false;
        }
    }

    /// <summary>Takes the copy at the destination into a snapshot that becomes the base of the delta.</summary>
    private async Task<(string? Parent, long Bytes)> SeedAsync(
        JobContext job, PointRequest request, ISnapshotStore store, SeedSource seed, CapturedDisk disk, string? parent,
        CancellationToken cancellationToken)
    {
        string diskId = disk.Disk.Id;
        IDiskView? copy = seed.Paths.TryGetValue(diskId, out string? path) ? await services.Images.OpenAsync(path, cancellationToken: cancellationToken)
            : seed.MachineId is { } machineId && await HasDiskAsync(request, machineId, diskId, cancellationToken)
                ? await request.ReplicaSite.OpenDiskAsync(machineId, diskId, cancellationToken)
            : null;
        if (copy is null) return (parent, 0);
        await using (copy)
        {
            // A copy longer than the disk cannot be the base of a shorter snapshot; a base must be shorter or equal.
            if (copy.Length > disk.View.Length) return (parent, 0);
            if (parent is not null && (await store.DescribeAsync(parent, cancellationToken)).Length > copy.Length) parent = null;
            string snapshotId = await StartAsync(job, request, store, diskId, "seed", copy.Length, parent, null, cancellationToken);
            if ((await store.DescribeAsync(snapshotId, cancellationToken)).State == SnapshotState.Completed) return (snapshotId, 0);
            await using ISnapshotReader? reader = parent is null ? null : await store.OpenAsync(parent, cancellationToken);
            DiskTransferResult result = await DiskTransfer.RunAsync(
                new DiskTransferRequest
                {
                    DiskId = $"{request.Vm.Name}/{diskId} (seed)",
                    Source = copy,
                    Store = store,
                    SnapshotId = snapshotId,
                    Parent = reader,
                },
                job.Progress,
                cancellationToken);
            await store.CompleteAsync(
                snapshotId, new CompleteSnapshotRequest { ChangedBlocks = result.BlocksPut, ExpectedRoot = result.Root }, cancellationToken);
            return (snapshotId, result.BytesSent);
        }
    }

    private static async Task<bool> HasDiskAsync(PointRequest request, string machineId, string diskId, CancellationToken cancellationToken) =>
        (await request.ReplicaSite.FindMachineAsync(machineId, cancellationToken))?.Disks.Any(disk => disk.Id == diskId) == true;

    private static async Task<string> StartAsync(
        JobContext job, PointRequest request, ISnapshotStore store, string diskId, string role, long length, string? parent,
        DiskPurpose? purpose, CancellationToken cancellationToken)
    {
        SnapshotInfo snapshot = await store.StartAsync(
            new StartSnapshotRequest
            {
                Length = length,
                ParentId = parent,
                // A continued job finds its pending snapshot again by this token, and never one with another base or length.
                ClientToken = BlockDigest.Compute(System.Text.Encoding.UTF8.GetBytes($"{job.Job.Id}/{request.Vm.Id}/{diskId}/{role}/{length}/{parent}")).ToString(),
                Description = $"{request.Vm.Name} {diskId}",
                Tags = new Dictionary<string, string> { [JobTag] = job.Job.Id, [WriterScope.Tag] = request.Vm.Id, ["replication-disk"] = diskId },
                Purpose = purpose,
            },
            cancellationToken);
        return snapshot.Id;
    }
}
