using Replication.Agent.Ec2.Content;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;
using Replication.Agent.Server.EbsDirect;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Agent.Ec2.Snapshots;

/// <summary>
/// A pending snapshot with the content it will get and the parent it is compared with, both held open: what is deleted
/// or written after this was made does not matter to it.
/// </summary>
internal sealed class SnapshotCapture(Ec2Region region, SnapshotRecord record, ISnapshotReader? parent, IBlockContent content)
{
    // The record has all tags; the store has room for 50, one of which is the metadata.
    private const int MaximumStoredTags = 49;

    // Longer than any client of EBS direct can ask for, and so the mark of a snapshot that is filled here.
    private const int TimeoutMinutes = 4321;

    public SnapshotRecord Record => record;

    /// <summary>Whether a pending snapshot of the store was to be filled by this server, whatever record there is of it.</summary>
    public static bool IsUnfinished(SnapshotInfo snapshot) =>
        snapshot.State == SnapshotState.Pending && EbsSnapshotMetadata.Of(snapshot)?.TimeoutMinutes == TimeoutMinutes;

    /// <summary>Starts the snapshot in the store, then writes its record. To be called inside the region's gate.</summary>
    /// <param name="region">Where it is made.</param>
    /// <param name="describe">The record, from the id that the store gives.</param>
    /// <param name="length">Of the disk.</param>
    /// <param name="parentId">A completed snapshot, or null.</param>
    /// <param name="content">What it will hold; disposed when all is done. When this fails it stays with the caller.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<SnapshotCapture> StartAsync(
        Ec2Region region, Func<string, SnapshotRecord> describe, long length, string? parentId, IBlockContent content,
        CancellationToken cancellationToken)
    {
        ISnapshotReader? parent = null;
        try
        {
            if (parentId is not null) parent = await region.Store.OpenAsync(parentId, cancellationToken);
            SnapshotRecord draft = describe("");
            var metadata = new EbsSnapshotMetadata(draft.AccountId, TimeoutMinutes, draft.KmsKeyId);
            var request = new StartSnapshotRequest
            {
                Length = length,
                ParentId = parentId,
                Description = draft.Description,
                Tags = new Dictionary<string, string>(draft.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Take(MaximumStoredTags)) { [EbsSnapshotMetadata.TagKey] = metadata.ToTagValue() },
            };
            SnapshotInfo started = await region.Store.StartAsync(request, cancellationToken);
            SnapshotRecord record = describe(started.Id);
            region.SnapshotRecords.Put(record);
            return new SnapshotCapture(region, record, parent, content);
        }
        catch
        {
            if (parent is not null) await parent.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fills and completes the snapshot. A failure becomes the snapshot's state, as the request may be answered already.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new SnapshotWriter(region.Store).WriteAsync(record.Id, parent, content, cancellationToken);
        }
        catch (Exception error) when (error is ReplicationException or IOException or OperationCanceledException)
        {
            await FailAsync(error is OperationCanceledException ? "The server was stopped." : error.Message);
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    /// <summary>Takes back what <see cref="StartAsync"/> did. To be called inside the region's gate.</summary>
    public async Task AbandonAsync()
    {
        await ReleaseAsync();
        region.SnapshotRecords.Remove(record.Id);
        await region.Store.DeleteAsync(record.Id, CancellationToken.None);
    }

    private async ValueTask ReleaseAsync()
    {
        if (parent is not null) await parent.DisposeAsync();
        await content.DisposeAsync();
    }

    private async Task FailAsync(string reason)
    {
        using IDisposable held = await region.Gate.EnterAsync(CancellationToken.None);

        // Deleted meanwhile: nothing is left to say anything about.
        if (region.SnapshotRecords.Find(record.Id) is not { } current) return;
        region.SnapshotRecords.Put(current with { Failure = reason });
        try
        {
            await region.Store.DeleteAsync(record.Id, CancellationToken.None);
        }
        catch (SnapshotStoreException)
        {
            // The store cannot let go of it now; starting the server again does.
        }
    }
}
