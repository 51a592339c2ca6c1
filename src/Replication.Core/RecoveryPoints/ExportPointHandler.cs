using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Platform;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Core.RecoveryPoints;

/// <param name="PointId">Point to export; null for the newest.</param>
/// <param name="Folder">Takes one image per disk.</param>
/// <param name="Format">Image format.</param>
/// <param name="DiskId">One disk only, or null for all.</param>
public sealed record ExportPointParameters(string? PointId, string Folder, DiskFormat Format, string? DiskId);

public sealed record ExportPointResult(string PointId, IReadOnlyDictionary<string, string> Files, IReadOnlyDictionary<string, BlockDigest> Disks, long BytesWritten);

/// <summary>Writes the disks of a point as ordinary images and proves by reading them back that they are what the point says.</summary>
public sealed class ExportPointHandler(EngineServices services) : IJobHandler
{
    public const string VerbName = "Export";

    public string Verb => VerbName;

    public bool ReplacesOthers => false;

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var parameters = JobParameters.Parse<ExportPointParameters>(request.Parameters);
        (_, RecoveryPoint point) = await ResolveAsync(request.VmIds[0], parameters, cancellationToken);
        return new JobPlan(
            $"Export point {point.Id} of {point.VmName}",
            [.. Selected(point, parameters).Select(disk => new JobPlanStep($"Write/{disk.DiskId}", $"Write {FileOf(point, disk, parameters)} ({parameters.Format}) and prove it by reading it back."))],
            []);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        var parameters = job.Parameters<ExportPointParameters>();
        (ISite site, RecoveryPoint point) = await ResolveAsync(job.Job.VmIds[0], parameters, cancellationToken);
        ISnapshotStore store = await site.OpenStoreAsync(cancellationToken);
        Directory.CreateDirectory(parameters.Folder);
        var files = new Dictionary<string, string>();
        var roots = new Dictionary<string, BlockDigest>();
        long total = 0;
        foreach (RecoveryPointDisk disk in Selected(point, parameters))
        {
            string path = FileOf(point, disk, parameters);
            await using ISnapshotReader reader = await store.OpenAsync(disk.SnapshotId, cancellationToken);
            bool proven = await HasProvenDigestsAsync(reader, point, disk, cancellationToken);
            int sector = point.Machine.Disks.FirstOrDefault(known => known.Id == disk.DiskId)?.LogicalSectorSize ?? 512;
            var relay = new CallbackProgress<long>(written =>
            {
                total = written;
                job.Progress?.Report(new TransferProgress($"{disk.DiskId}: exporting", Math.Min(written, disk.Length), disk.Length, written, 0));
            });
            await services.Images.CreateAsync(path, parameters.Format, new SnapshotDiskView(reader, sector), relay, cancellationToken);
            // A raw image was compared with its source piece by piece as it was written. Of the others the tables matter as
            // much as the data, so they are read as images.
            if (!proven || parameters.Format != DiskFormat.Raw) await RequireImageAsync(job, path, parameters.Format, disk, cancellationToken);
            files.Add(disk.DiskId, path);
            roots.Add(disk.DiskId, disk.Root);
        }

        return new ExportPointResult(point.Id, files, roots, total);
    }

    /// <summary>
    /// Whether the digests that every block read is checked against are those of the point. A store that does not list
    /// digests leaves it open, and what was written is hashed instead.
    /// </summary>
    private static async Task<bool> HasProvenDigestsAsync(
        ISnapshotReader reader, RecoveryPoint point, RecoveryPointDisk disk, CancellationToken cancellationToken)
    {
        var root = new RootDigest(reader.Info.Length);
        await foreach (SnapshotBlock block in reader.ListBlocksAsync(0, cancellationToken))
        {
            if (block.Digest is not { } digest) return false;
            root.Add(block.Index, digest);
        }

        BlockDigest found = root.Finish();
        if (found == disk.Root) return true;
        throw new ReplicationException(
            ErrorIds.VerificationFailed, $"Recovery point {point.Id}, disk {disk.DiskId}", $"Snapshot {disk.SnapshotId} has root hash {found}.",
            $"{disk.Root}, as the recovery point says.", "Choose another point.");
    }

    private async Task RequireImageAsync(JobContext job, string path, DiskFormat format, RecoveryPointDisk disk, CancellationToken cancellationToken)
    {
        await using IDiskView written = await services.Images.OpenAsync(path, new DiskOpenOptions { ForceRaw = format == DiskFormat.Raw }, cancellationToken);
        // Formats that count in sectors round the length up.
        if (written.Length < disk.Length)
            throw new ReplicationException(ErrorIds.VerificationFailed, path, $"It is {written.Length} bytes long.", $"{disk.Length} bytes.");
        BlockDigest root = await DiskHash.ComputeAsync(
            new DiskPrefixView(written, disk.Length), $"{disk.DiskId}: verifying", job.Progress, cancellationToken);
        if (root != disk.Root)
            throw new ReplicationException(ErrorIds.VerificationFailed, path, $"Its root hash is {root}.", $"{disk.Root}, as the recovery point says.");
    }

    public Task AbandonAsync(JobContext job, CancellationToken cancellationToken) => Task.CompletedTask;

    private static IEnumerable<RecoveryPointDisk> Selected(RecoveryPoint point, ExportPointParameters parameters) =>
        point.Disks.Where(disk => parameters.DiskId is null || disk.DiskId == parameters.DiskId);

    private static string FileOf(RecoveryPoint point, RecoveryPointDisk disk, ExportPointParameters parameters)
    {
        string extension = parameters.Format switch { DiskFormat.Raw => "raw", DiskFormat.Vhdx => "vhdx", _ => "vmdk" };
        return Path.Combine(parameters.Folder, $"{FileNames.Safe(point.VmName)}-{FileNames.Safe(disk.DiskId)}.{extension}");
    }

    private async Task<(ISite Site, RecoveryPoint Point)> ResolveAsync(string vmId, ExportPointParameters parameters, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(vmId, cancellationToken);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        RecoveryPoint point = await services.Inventory.PointOrLatestAsync(site, vm, parameters.PointId, cancellationToken);
        if (!Selected(point, parameters).Any())
            throw new ReplicationException("DiskNotFound", $"Recovery point {point.Id}", $"It has no disk {parameters.DiskId}.", string.Join(", ", point.Disks.Select(disk => disk.DiskId)));
        return (site, point);
    }
}
