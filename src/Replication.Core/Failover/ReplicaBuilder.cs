using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Mounts;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Core.Failover;

/// <summary>Makes a machine out of a recovery point and proves its disks against the point by reading them again.</summary>
internal static class ReplicaBuilder
{
    /// <summary>Refuses a name that another machine of the site has already; the machine itself may exist from an interrupted run.</summary>
    public static async Task RequireFreeNameAsync(ISite site, string name, string? ownId, string errorId, CancellationToken cancellationToken)
    {
        await foreach (Machine other in site.ListMachinesAsync(cancellationToken))
        {
            if (other.Id == ownId || !string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)) continue;
            throw new ReplicationException(
                errorId, $"Site {site.Definition.Name}", $"It has a machine named '{name}' already (id {other.Id}).", "a free name.",
                "Rename or delete that machine.");
        }
    }

    /// <summary>The steps by which a machine is made of a point and proved.</summary>
    /// <param name="name">Name of the machine.</param>
    /// <param name="site">Where.</param>
    /// <param name="source">The point, in words.</param>
    /// <param name="instant">Whether it runs from the mounted point.</param>
    public static IEnumerable<JobPlanStep> DescribeCreation(string name, ISite site, string source, bool instant)
    {
        if (instant) yield return new JobPlanStep("Mount", $"Mount {source} writable, with an overlay for each disk; nothing is copied.");
        yield return new JobPlanStep(
            "CreateMachine", $"Make '{name}' at site {site.Definition.Name} {(instant ? "with the mounted disks" : $"from {source}")}.");
        yield return DescribeProof(site, instant);
    }

    /// <summary>What its owner should know of the machine before it is made.</summary>
    public static IEnumerable<string> DescribeLimits(ISite site, bool instant)
    {
        if (!site.Power.CanStart) yield return $"It will not be started: {site.Power.Reason}";
        if (instant) yield return "The machine needs the workspace's host and the store for as long as its disks are mounted; settle it to end that.";
    }

    public static JobPlanStep DescribeProof(ISite site, bool instant = false) => new JobPlanStep(
        "VerifyMachine",
        instant ? "Compare the root hashes of the point's snapshots with the point; each block is proved when it is read."
            : site.Abilities.ReplicaProof == ReplicaProof.SnapshotsUsed
            ? "Its disks are made of the point's snapshots, whose root hashes are compared with the point."
            : "Read its disks again and compare their root hashes with the point.");

    public static async Task<FailoverResult> BuildAsync(
        JobContext job, RecoveryPoint point, ISite site, ReplicaRequest request, CancellationToken cancellationToken)
    {
        (string machineId, string name, _, bool start, _, _) = request;
        RequireUsable(point, site, (await site.OpenStoreAsync(cancellationToken)).Id);
        IReadOnlyDictionary<string, string>? mounted = null;
        if (request.Mounts is { } mounts)
        {
            MachineMounts.RequireSupport(site);
            mounted = await mounts.EnsureAsync(job, point, machineId, cancellationToken);
        }

        long written = 0;
        // By machine and point: a continued job may have made another point since, which a standby machine has to follow.
        string suffix = $"{machineId}/{point.Id}";
        await job.StepAsync(
            $"CreateMachine/{suffix}", async token => written = await CreateAsync(job, point, site, request, mounted, token), cancellationToken);
        VerifiedDisks verified = await job.StepAsync(
            $"VerifyMachine/{suffix}", async token => new VerifiedDisks(await VerifyAsync(job, point, site, request, token)), cancellationToken);
        (bool canStart, string? reason) = site.Power;
        if (start && canStart) await job.StepAsync($"StartMachine/{suffix}", token => site.StartMachineAsync(machineId, token), cancellationToken);
        return new FailoverResult(
            machineId, name, site.Definition.Name, point.Id, verified.Roots, written, start && canStart,
            start && canStart ? null : start ? reason : "It was asked to stay off.")
        {
            Instant = mounted is not null,
            PendingFirstLogonRestart = site is IFirstLogonRestarts restarts && await restarts.IsPendingAsync(machineId, cancellationToken),
        };
    }

    private static void RequireUsable(RecoveryPoint point, ISite site, string storeId)
    {
        if (point.StoreId == storeId) return;
        throw new ReplicationException(
            "RecoveryPointElsewhere", $"Recovery point {point.Id}", $"Its snapshots are in store {point.StoreId}; site {site.Definition.Name} has store {storeId}.",
            "the store that the point was committed to.");
    }

    private static async Task<long> CreateAsync(
        JobContext job, RecoveryPoint point, ISite site, ReplicaRequest request, IReadOnlyDictionary<string, string>? mounted,
        CancellationToken cancellationToken)
    {
        ISnapshotStore store = await site.OpenStoreAsync(cancellationToken);
        var contents = new Dictionary<string, DiskContent>();
        try
        {
            foreach (RecoveryPointDisk disk in point.Disks)
            {
                ISnapshotReader reader = await store.OpenAsync(disk.SnapshotId, cancellationToken);
                var view = new SnapshotDiskView(reader, SectorSizeOf(point, disk));
                contents.Add(disk.DiskId, new DiskContent(view, store.Id, disk.SnapshotId) { MountUri = mounted?[disk.DiskId] });
                if (reader.Info.Root is { } root && root != disk.Root)
                {
                    throw new ReplicationException(
                        ErrorIds.VerificationFailed, $"Recovery point {point.Id}, disk {disk.DiskId}",
                        $"Snapshot {disk.SnapshotId} has root hash {root}.", $"{disk.Root}.", "Choose another point.");
                }
            }

            var machine = point.Machine with
            {
                Id = request.MachineId,
                Name = request.Name,
                PlatformId = null,
                PowerState = PowerState.Off,
                Disks = [.. point.Machine.Disks.Where(disk => contents.ContainsKey(disk.Id))],
            };
            long total = 0;
            var lengths = point.Disks.Sum(disk => disk.Length);
            var progress = new CallbackProgress<long>(bytes =>
            {
                total = bytes;
                job.Progress?.Report(new TransferProgress($"{request.Name}: writing disks", Math.Min(bytes, lengths), lengths, bytes, 0));
            });
            await site.CreateMachineAsync(new MachineSpecification(machine, contents, request.Role) { Launch = request.Launch, Start = request.Start, AccessNodeId = request.AccessNodeId }, progress, cancellationToken);
            return total;
        }
        finally
        {
            foreach (DiskContent content in contents.Values) await content.View.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyDictionary<string, BlockDigest>> VerifyAsync(
        JobContext job, RecoveryPoint point, ISite site, ReplicaRequest request, CancellationToken cancellationToken)
    {
        // The snapshots' root hashes were compared when the contents were opened. Of a mounted one the store proves each block that is read.
        if (request.Mounts is not null || site.Abilities.ReplicaProof == ReplicaProof.SnapshotsUsed)
            return point.Disks.ToDictionary(disk => disk.DiskId, disk => disk.Root);

        var roots = new Dictionary<string, BlockDigest>();
        foreach (RecoveryPointDisk disk in point.Disks)
            roots.Add(disk.DiskId, await RequireRootAsync(job, site, request.MachineId, disk, cancellationToken));

        return roots;
    }

    /// <summary>Reads a disk, or has the site read it where it is, and compares it with the point.</summary>
    public static async Task<BlockDigest> RequireRootAsync(
        JobContext job, ISite site, string machineId, RecoveryPointDisk disk, CancellationToken cancellationToken)
    {
        string target = $"Machine {machineId}, disk {disk.DiskId}";
        DiskDigest found = await HashAsync(job, site, machineId, disk, cancellationToken);
        if (found.Length != disk.Length)
            throw new ReplicationException(ErrorIds.VerificationFailed, target, $"It is {found.Length} bytes long.", $"{disk.Length} bytes.");
        return found.Root == disk.Root ? found.Root : throw new ReplicationException(
            ErrorIds.VerificationFailed, target, $"Its root hash is {found.Root}.", $"{disk.Root}, as the recovery point says.",
            "Nothing was handed over. Run the verb again; if it fails again, check the storage.");
    }

    private static async Task<DiskDigest> HashAsync(JobContext job, ISite site, string machineId, RecoveryPointDisk disk, CancellationToken cancellationToken)
    {
        string activity = $"{disk.DiskId}: verifying";
        if (site is IDiskHasher hasher)
        {
            var read = new CallbackProgress<long>(bytes => job.Progress?.Report(new TransferProgress(activity, Math.Min(bytes, disk.Length), disk.Length, bytes, 0)));
            return await hasher.HashDiskAsync(machineId, disk.DiskId, read, cancellationToken);
        }

        await using IDiskView view = await site.OpenDiskAsync(machineId, disk.DiskId, cancellationToken);
        return new DiskDigest(view.Length, await DiskHash.ComputeAsync(view, activity, job.Progress, cancellationToken));
    }

    private static int SectorSizeOf(RecoveryPoint point, RecoveryPointDisk disk) =>
        point.Machine.Disks.FirstOrDefault(known => known.Id == disk.DiskId)?.LogicalSectorSize ?? 512;

    private sealed record VerifiedDisks(IReadOnlyDictionary<string, BlockDigest> Roots);
}

/// <param name="MachineId">Chosen and journalled by the job.</param>
/// <param name="Name">Name it is to have.</param>
/// <param name="Role">Why it is made.</param>
/// <param name="Start">Whether it is to run.</param>
/// <param name="Launch">How the platform is to launch it.</param>
/// <param name="AccessNodeId">Where its guest is prepared; null for the site's.</param>
internal sealed record ReplicaRequest(string MachineId, string Name, MachineRole Role, bool Start, LaunchSettings Launch, string? AccessNodeId)
{
    /// <summary>Mounts the point for it to run from; null to copy its disks.</summary>
    public MachineMounts? Mounts { get; init; }
}
