using Replication.Core.Errors;

namespace Replication.Store.Maintenance;

/// <summary>Gathers damage from several threads, a bounded number of it.</summary>
internal sealed class DamageList
{
    private readonly Lock _lock = new();
    private readonly List<StoreDamage> _damages = [];
    private long _count;

    public void Add(SnapshotStoreException error, string? snapshotId)
    {
        lock (_lock)
        {
            _count++;
            if (_damages.Count == VerificationReport.MaximumDamages) return;
            _damages.Add(new StoreDamage(error.ErrorId, snapshotId ?? error.SnapshotId, error.BlockIndex, error.Path, error.Offset, error.Message));
        }
    }

    public VerificationReport Report(long snapshots, long manifests, long blocks) => new(
        snapshots, manifests, blocks,
        [.. _damages.OrderBy(damage => damage.SnapshotId, StringComparer.Ordinal).ThenBy(damage => damage.BlockIndex)], _count);
}
