using System.Buffers;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Store.Data;
using Replication.Store.Index;
using Replication.Store.Manifests;
using Replication.Store.Reading;

namespace Replication.Store.Maintenance;

/// <summary>
/// Reads everything again. Over the whole store a block that several snapshots share is read once: each snapshot is
/// compared with its parent, when that was verified before, by where things are stored, not by what they should be.
/// Damage in a shared block is then looked up in the later snapshots, so that every victim is named.
/// </summary>
internal sealed class StoreVerifier(SnapshotCatalog catalog, ManifestFiles manifests)
{
    /// <summary>Blocks between two reports of progress: about one in 50 ms.</summary>
    private const int BlocksPerReport = 128;

    public async Task<VerificationReport> RunAsync(string? snapshotId, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        var damages = new DamageList();
        var run = new VerificationRun(damages, progress, BlocksPerReport, cancellationToken);
        var verified = new List<LeasedSnapshot>();
        long manifestCount = 0;
        try
        {
            foreach (string id in snapshotId is null ? Completed(damages) : [snapshotId])
            {
                if (TryLease(id, snapshotId is not null, damages) is not { } snapshot) continue;
                verified.Add(snapshot);
                LeasedSnapshot? parent = verified.Find(other => other.Volume == snapshot.Volume && other.Descriptor.Start.Id == snapshot.Descriptor.Start.ParentId);
                await run.VerifyAsync(snapshot, parent);
            }

            if (snapshotId is null) manifestCount = VerifyManifests(damages);
            return damages.Report(verified.Count, manifestCount, run.Blocks);
        }
        finally
        {
            foreach (LeasedSnapshot snapshot in verified) snapshot.Dispose();
        }
    }

    private List<string> Completed(DamageList damages)
    {
        var ids = new List<SnapshotInfo>();
        foreach (SnapshotInfo info in catalog.List())
        {
            if (info.State == SnapshotState.Completed) ids.Add(info);
            if (info.State == SnapshotState.Error) damages.Add(StoreErrors.CorruptIndex(info.Id, null, info.Description), info.Id);
        }

        return [.. ids.OrderBy(info => info.StartTime).Select(info => info.Id)];
    }

    private LeasedSnapshot? TryLease(string id, bool required, DamageList damages)
    {
        try
        {
            return catalog.Lease(id);
        }
        catch (SnapshotStoreException error) when (error.ErrorId == "CorruptIndex")
        {
            damages.Add(error, id);
            return null;
        }
        catch (SnapshotStoreException error) when (error.ErrorId == "SnapshotNotFound" && !required)
        {
            // Deleted meanwhile.
            return null;
        }
    }

    private long VerifyManifests(DamageList damages)
    {
        long count = 0;
        foreach (string name in manifests.List(""))
        {
            count++;
            try
            {
                manifests.Read(name);
            }
            catch (SnapshotStoreException error)
            {
                damages.Add(error, null);
            }
        }

        return count;
    }
}
