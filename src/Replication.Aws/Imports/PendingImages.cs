using Replication.Aws.Snapshots;
using Replication.Aws.Snapshots.Journal;
using Replication.Aws.Snapshots.Writing;
using Replication.Core.Disks;
using Replication.Core.Snapshots;

namespace Replication.Aws.Imports;

/// <summary>
/// Pending snapshots as images in a bucket. The key is made of the workspace and the journal's nonce, so that what nobody
/// continues is recognized by it; nothing is at the service before the first part is.
/// </summary>
internal sealed class PendingImages(ImportParts parts, ImageUpload upload, ImportTasks tasks) : ISnapshotBeginning
{
    private const string IdPrefix = "import-";

    public static bool IsId(string snapshotId) => snapshotId.StartsWith(IdPrefix, StringComparison.Ordinal);

    public JournalHeader Describe(StartSnapshotRequest request, JournalHeader header)
    {
        var settings = request.Purpose?.Settings;
        DiskFormat format = parts.Options.FormatOf(settings);
        return header with
        {
            Image = new ImageNote
            {
                Bucket = parts.Options.BucketOf(settings),
                Key = $"{parts.Options.PrefixOf(settings)}/{parts.Snapshots.OwnerId}/{header.Nonce}/disk.{Extension(format)}",
                Format = format,
            },
        };
    }

    public Task BeginAsync(PendingJournal journal, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        ImageNote image = journal.Header.Image!;
        parts.Places.Add(image.Bucket, FolderOf(image));
        parts.Snapshots.Journals.Update(journal, journal.Header with { SnapshotId = IdPrefix + journal.Header.Nonce, StartTime = parts.Time.GetUtcNow() });
        return Task.CompletedTask;
    }

    /// <summary>The image as far as it was uploaded. One that an import was begun of may not change any more, so it goes.</summary>
    public async Task<SnapshotInfo?> FindAgainAsync(PendingJournal journal, CancellationToken cancellationToken)
    {
        if (!journal.Header.Completing) return SnapshotDirectory.ToInfo(null, journal, journal.SnapshotId);
        await RemoveAsync(journal, cancellationToken);
        return null;
    }

    /// <summary>Ends the task, then removes what it made and what it read, then the journal that tells of them.</summary>
    public async Task RemoveAsync(PendingJournal journal, CancellationToken cancellationToken)
    {
        if (journal.Header.Completing) await tasks.RemoveAsync(journal, cancellationToken);
        await upload.RemoveAsync(journal.Header.Image!, cancellationToken);
        parts.Store.Removal.Forget(journal);
    }

    /// <summary>
    /// After a crash, or when a workspace's files were lost: ends tasks and removes images and begun uploads of this workspace
    /// that no journal tells of, because nobody would ever do so.
    /// </summary>
    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        await tasks.RemoveOrphansAsync(id => parts.Snapshots.Journals.Find(id) is not null, cancellationToken);
        HashSet<string> known = [.. parts.Snapshots.Journals.All.Select(journal => journal.Header.Image?.Key).OfType<string>()];
        foreach ((string bucket, string folder) in parts.Places.All) await upload.RemoveOrphansAsync(bucket, folder, known, cancellationToken);
    }

    /// <summary>Everything of this workspace is below it.</summary>
    private string FolderOf(ImageNote image) =>
        image.Key[..(image.Key.IndexOf(parts.Snapshots.OwnerId, StringComparison.Ordinal) + parts.Snapshots.OwnerId.Length + 1)];

    private static string Extension(DiskFormat format) => format switch { DiskFormat.Raw => "raw", DiskFormat.Vhdx => "vhdx", _ => "vmdk" };
}
