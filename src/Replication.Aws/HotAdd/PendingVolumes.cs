using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2.Waiting;
using Replication.Aws.Sites;
using Replication.Aws.Snapshots;
using Replication.Aws.Snapshots.Journal;
using Replication.Aws.Snapshots.Writing;
using Replication.Core.Snapshots;
using SnapshotInfo = Replication.Core.Snapshots.SnapshotInfo;
using SnapshotState = Replication.Core.Snapshots.SnapshotState;

namespace Replication.Aws.HotAdd;

/// <summary>
/// Pending snapshots as volumes: empty ones, or made of the parent's snapshot, never of the destination machine's own volumes,
/// which hold what was put into them and what the guest wrote.
/// </summary>
internal sealed class PendingVolumes(HotAddParts parts, VolumeHolds holds) : ISnapshotBeginning
{
    private const long GiB = 1L << 30;
    private const string VolumePrefix = "vol-";

    public static bool IsId(string snapshotId) => snapshotId.StartsWith(VolumePrefix, StringComparison.Ordinal);

    public JournalHeader Describe(StartSnapshotRequest request, JournalHeader header) => request.Purpose is not { } purpose
        ? header with { Volume = new VolumeNote { Holder = header.Nonce } }
        : header with
        {
            Volume = new VolumeNote
            {
                NodeId = purpose.Settings.AccessNodeId,
                Holder = purpose.Holder,
                Inject = purpose.KeepsMachine && Injection.Concerns(parts.Options, purpose.Guest, purpose.Boot),
                KeepVolume = purpose.KeepsMachine,
            },
        };

    public Task BeginAsync(PendingJournal journal, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        SiteErrors.TranslateAsync("CreateVolume", journal.Header.ParentId ?? "a new volume", () => MakeAsync(journal, tags, cancellationToken), cancellationToken);

    /// <summary>
    /// The volume with what was written to it. One of which the snapshot was taken already takes no blocks any more, and may
    /// have drivers in it: it goes, with that snapshot.
    /// </summary>
    public async Task<SnapshotInfo?> FindAgainAsync(PendingJournal journal, CancellationToken cancellationToken)
    {
        bool isThere = (await VolumesAsync(TagLists.Filter("volume-id", journal.SnapshotId), cancellationToken)).Count > 0;
        if (isThere && !journal.Header.Completing) return SnapshotDirectory.ToInfo(null, journal, journal.SnapshotId);
        await RemoveAsync(journal, cancellationToken);
        return null;
    }

    /// <summary>Deletes a pending volume and snapshots that were taken of it.</summary>
    public async Task RemoveAsync(PendingJournal journal, CancellationToken cancellationToken)
    {
        string volumeId = journal.SnapshotId;
        await SiteErrors.TranslateAsync(
            "DeleteVolume", volumeId,
            async () =>
            {
                await holds.ReleaseAsync(volumeId, cancellationToken);
                if (journal.Header.Completing) await DeleteSnapshotsAsync(volumeId, keep: null, cancellationToken);
                await parts.Attachments.DeleteAsync(volumeId, cancellationToken);
            },
            cancellationToken);
        parts.Store.Removal.Forget(journal);
    }

    /// <summary>Deletes snapshots that were taken of a volume by calls whose answers were lost, or that nobody wants any more.</summary>
    public async Task DeleteSnapshotsAsync(string volumeId, string? keep, CancellationToken cancellationToken)
    {
        foreach (Snapshot snapshot in await parts.Lookup.SnapshotsAsync(SnapshotTags.Volume, volumeId, cancellationToken))
        {
            if (snapshot.SnapshotId != keep) await parts.Store.Removal.RemoveAsync(snapshot.SnapshotId!, cancellationToken);
        }
    }

    /// <summary>
    /// After a crash: nothing of this workspace stays attached, and what has no journal any more goes, because nobody knows
    /// what is in it.
    /// </summary>
    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        foreach (Volume volume in await VolumesAsync(TagLists.TagFilter(SnapshotTags.Owner, parts.Snapshots.OwnerId), cancellationToken))
        {
            if (volume.Tags.Get(HotAddTags.Pending) is not { } nonce) continue;
            await holds.ReleaseAsync(volume.VolumeId!, cancellationToken);
            if (!parts.Snapshots.Journals.All.Any(journal => journal.Header.Nonce == nonce)) await parts.Attachments.DeleteAsync(volume.VolumeId!, cancellationToken);
        }
    }

    private Task<List<Volume>> VolumesAsync(Filter filter, CancellationToken cancellationToken) =>
        SiteErrors.TranslateAsync("DescribeVolumes", "volumes", () => parts.Lookup.VolumesAsync(filter, cancellationToken), cancellationToken);

    private async Task MakeAsync(PendingJournal journal, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        JournalHeader header = journal.Header;
        AccessNode node = await parts.Nodes.ResolveAsync(header.Volume!.NodeId, cancellationToken);
        var all = new Dictionary<string, string>(tags) { [HotAddTags.Pending] = header.Nonce };
        bool encrypt = parts.Options.Encrypt && header.ParentId is null;
        var request = new CreateVolumeRequest
        {
            AvailabilityZone = node.Zone,
            Size = (int)((header.Length + GiB - 1) / GiB),
            SnapshotId = header.ParentId,
            Encrypted = encrypt ? true : null,
            KmsKeyId = encrypt ? parts.Options.KmsKey : null,
            VolumeType = VolumeType.FindValue(parts.Options.VolumeType),
            ClientToken = header.Nonce,
            TagSpecifications = [all.For(ResourceType.Volume)],
        };
        CreateVolumeResponse made = await parts.Waiter.UntilVisibleAsync(
            token => parts.Ec2.CreateVolumeAsync(request, token), "InvalidSnapshot.NotFound", WaitOptions.Default, cancellationToken);
        string volumeId = made.Volume!.VolumeId!;
        await parts.Wait.VolumesAvailableAsync([volumeId], null, cancellationToken);
        parts.Snapshots.Journals.Update(journal, header with { SnapshotId = volumeId, StartTime = parts.Time.GetUtcNow(), Volume = header.Volume with { NodeId = node.InstanceId } });
    }
}
