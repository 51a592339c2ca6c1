using Amazon.EBS;
using Amazon.EBS.Model;
using Replication.Aws.Snapshots.Journal;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using StartRequest = Replication.Core.Snapshots.StartSnapshotRequest;

namespace Replication.Aws.Snapshots.Writing;

/// <summary>Pending snapshots of the EBS direct APIs.</summary>
internal sealed class DirectBeginning(StoreParts parts, SnapshotDirectory directory, SnapshotRemoval removal) : ISnapshotBeginning
{
    private const long GiB = 1L << 30;

    public JournalHeader Describe(StartRequest request, JournalHeader header) => header;

    public async Task BeginAsync(PendingJournal journal, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        JournalHeader header = journal.Header;
        var request = new Amazon.EBS.Model.StartSnapshotRequest
        {
            ClientToken = header.Nonce,
            Description = header.Description.Length == 0 ? null : header.Description,
            // Encryption of a child follows its parent; the service refuses to be told.
            Encrypted = parts.Options.Encrypt && header.ParentId is null ? true : null,
            KmsKeyArn = parts.Options.Encrypt && header.ParentId is null ? parts.Options.KmsKeyArn : null,
            ParentSnapshotId = header.ParentId,
            Tags = [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
            Timeout = (int)parts.Options.PendingTimeout.TotalMinutes,
            VolumeSize = (header.Length + GiB - 1) / GiB,
        };
        StartSnapshotResponse started = await parts.Calls.RunAsync(
            "StartSnapshot", header.ParentId ?? "a new snapshot", token => parts.Ebs.StartSnapshotAsync(request, token), cancellationToken: cancellationToken);
        bool encrypted = parts.Options.Encrypt || started.KmsKeyArn is not null || (started.SseType is { } type && type != SSEType.None);
        parts.Journals.Update(journal, header with
        {
            SnapshotId = started.SnapshotId,
            // The store's clock, because the store measures visibility by it.
            StartTime = parts.Time.GetUtcNow(),
            ExplicitZeros = encrypted || parts.Options.ExplicitZeros,
        });
    }

    public async Task<SnapshotInfo?> FindAgainAsync(PendingJournal journal, CancellationToken cancellationToken)
    {
        try
        {
            SnapshotInfo info = await directory.DescribeAsync(journal.SnapshotId, cancellationToken);
            if (info.State != SnapshotState.Error) return info;
            await removal.RemoveAsync(journal.SnapshotId, cancellationToken);
        }
        catch (SnapshotStoreException gone) when (gone.ErrorId == ErrorIds.SnapshotNotFound)
        {
            // The service cancels what takes no block for long; its journal is worth nothing any more.
            removal.Forget(journal);
        }

        return null;
    }
}
