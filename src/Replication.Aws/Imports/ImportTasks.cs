using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2.Waiting;
using Replication.Aws.Sites;
using Replication.Aws.Snapshots;
using Replication.Aws.Snapshots.Ec2;
using Replication.Aws.Snapshots.Journal;
using Replication.Core.Disks;
using Replication.Core.Errors;

namespace Replication.Aws.Imports;

/// <summary>
/// Tasks of VM Import. A task carries the pending snapshot's id as a tag and is begun with a client token made of it, so that
/// it is never begun twice and is found again by whoever lost its id.
/// </summary>
internal sealed class ImportTasks(ImportParts parts)
{
    private const string Completed = "completed";
    private const string UnknownTask = "InvalidConversionTaskId";

    private static readonly string[] Over = ["deleted", "deleting"];

    /// <summary>VM Import reads tens of MB/s, and a disk has up to 16 TiB.</summary>
    private static readonly WaitOptions Patience = new()
    {
        Timeout = TimeSpan.FromDays(7),
        FirstDelay = TimeSpan.FromSeconds(2),
        MaximumDelay = TimeSpan.FromSeconds(30),
    };

    /// <returns>The task's id; the same one again when this is repeated.</returns>
    public async Task<string> StartAsync(PendingJournal journal, CancellationToken cancellationToken)
    {
        ImageNote image = journal.Header.Image!;
        var tags = new Dictionary<string, string> { [SnapshotTags.Owner] = parts.Snapshots.OwnerId, [SnapshotTags.Import] = journal.SnapshotId };
        ImportSnapshotResponse answer = await parts.Ec2.ImportSnapshotAsync(
            new ImportSnapshotRequest
            {
                ClientToken = string.Create(CultureInfo.InvariantCulture, $"{journal.Header.Nonce}-{image.FailedTasks}"),
                Description = journal.Header.Description.Length == 0 ? null : journal.Header.Description,
                DiskContainer = new SnapshotDiskContainer
                {
                    Format = image.Format switch { DiskFormat.Raw => "RAW", DiskFormat.Vhdx => "VHDX", _ => "VMDK" },
                    UserBucket = new UserBucket { S3Bucket = image.Bucket, S3Key = image.Key },
                },
                Encrypted = parts.Options.Encrypt ? true : null,
                KmsKeyId = parts.Options.Encrypt ? parts.Options.KmsKey : null,
                RoleName = parts.Options.RoleName,
                TagSpecifications = [tags.For(ResourceType.ImportSnapshotTask)],
            },
            cancellationToken);
        return answer.ImportTaskId!;
    }

    /// <summary>Waits for a task; errors: ImportTaskFailed, WaitTimedOut.</summary>
    /// <param name="taskId">Of the task.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the wait, not the task.</param>
    /// <returns>The snapshot's id.</returns>
    public async Task<string> FollowAsync(string taskId, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        SnapshotTaskDetail? last = null;
        var target = new WaitTarget<ImportSnapshotTask>("import task", Completed, DescribeAsync, task => Judge(last = task.SnapshotTaskDetail, progress));
        try
        {
            IReadOnlyDictionary<string, ImportSnapshotTask> done = await parts.Waiter.WaitAsync(target, [taskId], Patience, cancellationToken);
            return done[taskId].SnapshotTaskDetail!.SnapshotId!;
        }
        catch (ReplicationException) when (IsOver(last))
        {
            throw ImportErrors.TaskFailed(taskId, last!.StatusMessage);
        }
    }

    /// <summary>Cancels the task of a pending snapshot, or deletes what it has made when it was done first.</summary>
    public async Task RemoveAsync(PendingJournal journal, CancellationToken cancellationToken)
    {
        if (journal.Header.Image!.ImportedSnapshotId is { } made) await parts.Store.Removal.RemoveAsync(made, cancellationToken);
        await foreach (ImportSnapshotTask task in OwnAsync(cancellationToken))
        {
            if (task.Tags.Get(SnapshotTags.Import) == journal.SnapshotId) await EndAsync(task, cancellationToken);
        }
    }

    /// <summary>The same for tasks whose pending snapshot nobody knows; a snapshot that was taken over long ago has tags.</summary>
    public async Task RemoveOrphansAsync(Func<string, bool> isKnown, CancellationToken cancellationToken)
    {
        await foreach (ImportSnapshotTask task in OwnAsync(cancellationToken))
        {
            if (task.Tags.Get(SnapshotTags.Import) is { } id && !isKnown(id)) await EndAsync(task, cancellationToken);
        }
    }

    private static Observation Judge(SnapshotTaskDetail? detail, IProgress<double>? progress)
    {
        if (double.TryParse(detail?.Progress, NumberStyles.Float, CultureInfo.InvariantCulture, out double percent)) progress?.Report(percent / 100);
        return new Observation(
            detail?.Status == Completed && detail.SnapshotId is not null ? WaitVerdict.Reached : IsOver(detail) ? WaitVerdict.Failed : WaitVerdict.NotYet,
            detail?.Status ?? "unknown", detail?.StatusMessage);
    }

    private static bool IsOver(SnapshotTaskDetail? detail) => Over.Contains(detail?.Status);

    private async Task<IReadOnlyDictionary<string, ImportSnapshotTask>> DescribeAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        try
        {
            DescribeImportSnapshotTasksResponse answer = await parts.Ec2.DescribeImportSnapshotTasksAsync(
                new DescribeImportSnapshotTasksRequest { ImportTaskIds = [.. ids] }, cancellationToken);
            return (answer.ImportSnapshotTasks ?? []).ToDictionary(task => task.ImportTaskId!, StringComparer.Ordinal);
        }
        catch (AmazonEC2Exception unknown) when (unknown.ErrorCode?.StartsWith(UnknownTask, StringComparison.Ordinal) == true)
        {
            return new Dictionary<string, ImportSnapshotTask>();
        }
    }

    /// <summary>Tasks of this workspace. Their tags are looked at here: the service does not promise a filter for them.</summary>
    private async IAsyncEnumerable<ImportSnapshotTask> OwnAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerable<ImportSnapshotTask> all = parts.Ec2.Paginators.DescribeImportSnapshotTasks(new DescribeImportSnapshotTasksRequest()).ImportSnapshotTasks;
        await foreach (ImportSnapshotTask task in all.WithCancellation(cancellationToken))
        {
            if (task.Tags.Get(SnapshotTags.Owner) == parts.Snapshots.OwnerId) yield return task;
        }
    }

    private async Task EndAsync(ImportSnapshotTask task, CancellationToken cancellationToken)
    {
        if (IsOver(task.SnapshotTaskDetail)) return;
        if (task.SnapshotTaskDetail?.Status != Completed)
        {
            try
            {
                await parts.Ec2.CancelImportTaskAsync(
                    new CancelImportTaskRequest { ImportTaskId = task.ImportTaskId, CancelReason = "nobody waits for it" }, cancellationToken);
                return;
            }
            catch (AmazonEC2Exception refused) when (refused.StatusCode == HttpStatusCode.BadRequest)
            {
                // It may have ended meanwhile; then it is what it is now that counts.
                IReadOnlyDictionary<string, ImportSnapshotTask> now = await DescribeAsync([task.ImportTaskId!], cancellationToken);
                if (!now.TryGetValue(task.ImportTaskId!, out ImportSnapshotTask? ended) || IsOver(ended.SnapshotTaskDetail)) return;
                if (ended.SnapshotTaskDetail?.Status != Completed) throw;
                task = ended;
            }
        }

        if (task.SnapshotTaskDetail?.SnapshotId is not { } made) return;
        Ec2Snapshot? snapshot = await parts.Snapshots.Ec2.FindAsync(made, cancellationToken);
        if (snapshot is not null && !snapshot.Tags.ContainsKey(SnapshotTags.Root)) await parts.Store.Removal.RemoveAsync(made, cancellationToken);
    }
}
