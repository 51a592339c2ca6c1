using System.Collections.Concurrent;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Core.RecoveryPoints;

/// <summary>What transfers hold at destinations, so that whoever ends a machine's transfer, done or failed, lets go of it.</summary>
internal sealed class HeldTransfers
{
    private readonly ConcurrentDictionary<string, ITransferMethods> _held = new(StringComparer.Ordinal);

    public void Add(ISnapshotStore store, string vmId)
    {
        if (store is ITransferMethods methods) _held[vmId] = methods;
    }

    public Task ReleaseAsync(string vmId) => _held.TryRemove(vmId, out ITransferMethods? methods) ? methods.ReleaseAsync(vmId) : Task.CompletedTask;
}
