using Replication.Aws.Methods;
using Replication.Core.Disks;
using Replication.Core.Machines;
using Replication.Core.Transfer;

namespace Replication.Aws.Imports;

/// <summary>What Import refuses before anything is uploaded, and what it will do.</summary>
internal sealed class ImportRules(ImportParts parts, ImageUpload upload)
{
    /// <summary>16 TiB, the largest disk that VM Import takes.</summary>
    private const long LargestDisk = 16L << 40;

    /// <summary>What a VMDK stream and the BIOS interface behind it count in.</summary>
    private const int VmdkSector = 512;

    public async Task PrepareAsync(TransferSubject subject, CancellationToken cancellationToken)
    {
        await CheckAsync(subject, cancellationToken);
        if (Imported(subject).Count > 0) await upload.RequireBucketAsync(parts.Options.BucketOf(subject.Settings), cancellationToken);
    }

    public async Task<IReadOnlyList<string>> DescribeAsync(TransferSubject subject, CancellationToken cancellationToken)
    {
        await CheckAsync(subject, cancellationToken);
        int whole = Imported(subject).Count;
        var steps = new List<string>();
        if (whole > 0)
        {
            string place = $"s3://{parts.Options.BucketOf(subject.Settings)}/{parts.Options.PrefixOf(subject.Settings)}";
            steps.Add($"Import: write {whole} disk(s) as {parts.Options.FormatOf(subject.Settings)} straight to {place}.");
            steps.Add($"Let VM Import (role {parts.Options.RoleName ?? "vmimport"}) make a snapshot of each.");
            steps.Add("Read each snapshot back over EBS direct and compare its root hash.");
            steps.Add("Remove the images from the bucket.");
        }

        int changed = subject.Bases.Count - whole;
        if (changed > 0) steps.Add($"Put the changed blocks of {changed} disk(s) over EBS direct into children of their integrity snapshots.");
        return steps;
    }

    /// <summary>Whether a disk with this base goes as an image, and not as changed blocks.</summary>
    public static bool IsImported(string? baseId, TransferSettings? settings) => baseId is null || settings?.WholeImages == true;

    private static List<string> Imported(TransferSubject subject) =>
        [.. subject.Bases.Where(disk => IsImported(disk.Value, subject.Settings)).Select(disk => disk.Key)];

    /// <summary>Errors: IntegritySnapshotMissing, ImportDiskTooLarge, ImportFormatNotPossible.</summary>
    private async Task CheckAsync(TransferSubject subject, CancellationToken cancellationToken)
    {
        await BaseSnapshots.RequireAsync(parts.Store, subject, cancellationToken);
        List<string> imported = Imported(subject);
        DiskFormat format = parts.Options.FormatOf(subject.Settings);
        foreach (MachineDisk disk in subject.Machine.Disks.Where(disk => imported.Contains(disk.Id)))
        {
            if (disk.Length > LargestDisk) throw ImportErrors.DiskTooLarge(subject.Machine, disk, LargestDisk);
            if (format == DiskFormat.VmdkStreamOptimized && disk.LogicalSectorSize != VmdkSector)
            {
                throw ImportErrors.FormatNotPossible(
                    subject.Machine, disk, format, $"It has sectors of {disk.LogicalSectorSize} bytes.", $"sectors of {VmdkSector} bytes.");
            }

            if (format == DiskFormat.Vhdx && disk.Length % disk.LogicalSectorSize != 0)
                throw ImportErrors.FormatNotPossible(subject.Machine, disk, format, $"It has {disk.Length} bytes.", "whole sectors.");
        }
    }
}
