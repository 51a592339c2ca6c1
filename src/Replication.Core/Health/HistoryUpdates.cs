using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;

namespace Replication.Core.Health;

/// <summary>Changes of a VM's history inside the transaction of the fact that they tell of.</summary>
internal static class HistoryUpdates
{
    /// <summary>Writes down an accepted point: its row, and its arrival in the history.</summary>
    public static async Task RecordPointAsync(this ICatalogTransaction transaction, RecoveryPoint point, CancellationToken cancellationToken)
    {
        await transaction.InsertAsync(point, cancellationToken);
        ReplicationPolicy policy = await PolicyAsync(transaction, point.VmId, cancellationToken);
        ReplicationHistory? present = await transaction.FindAsync<ReplicationHistory>(point.VmId, cancellationToken);
        ReplicationHistory history = present ?? new ReplicationHistory { Id = point.VmId, SiteId = point.SiteId };
        if (history.SiteId != point.SiteId) history = history.MovedTo(point.SiteId);
        await SaveAsync(transaction, history.With(PointArrival.Of(point), policy.RpoThreshold, policy.ReplicationFrequency), cancellationToken);
    }

    /// <summary>Replication of a VM stops for now, by a pause or a failover.</summary>
    public static async Task PauseHistoryAsync(this ICatalogTransaction transaction, string vmId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await transaction.FindAsync<ReplicationHistory>(vmId, cancellationToken) is not { } history) return;
        ReplicationPolicy policy = await PolicyAsync(transaction, vmId, cancellationToken);
        await SaveAsync(transaction, history.Pause(now, policy.RpoThreshold, policy.ReplicationFrequency), cancellationToken);
    }

    /// <summary>A point was read back or booted.</summary>
    public static async Task ProveHistoryAsync(this ICatalogTransaction transaction, RecoveryPoint point, CancellationToken cancellationToken)
    {
        if (await transaction.FindAsync<ReplicationHistory>(point.VmId, cancellationToken) is not { } history || history.SiteId != point.SiteId) return;
        if (ProvenPoint.NewestOf([point]) is { } proven && (history.Proven is null || history.Proven.SourceTime <= proven.SourceTime))
            await SaveAsync(transaction, history with { Proven = proven }, cancellationToken);
    }

    /// <summary>A point was given up.</summary>
    public static async Task ForgetProofAsync(this ICatalogTransaction transaction, RecoveryPoint point, CancellationToken cancellationToken)
    {
        if (await transaction.FindAsync<ReplicationHistory>(point.VmId, cancellationToken) is { } history && history.Proven?.PointId == point.Id)
            await SaveAsync(transaction, history with { Proven = null }, cancellationToken);
    }

    /// <summary>Counting begins anew; violations that were stay known.</summary>
    public static async Task ResetHistoryAsync(this ICatalogTransaction transaction, string vmId, CancellationToken cancellationToken)
    {
        if (await transaction.FindAsync<ReplicationHistory>(vmId, cancellationToken) is { Hours.Count: > 0 } history)
            await SaveAsync(transaction, history with { Hours = [] }, cancellationToken);
    }

    public static async Task DeleteHistoryAsync(this ICatalogTransaction transaction, string vmId, CancellationToken cancellationToken)
    {
        if (await transaction.FindAsync<ReplicationHistory>(vmId, cancellationToken) is { } history) await transaction.DeleteAsync(history, cancellationToken);
    }

    private static Task SaveAsync(ICatalogTransaction transaction, ReplicationHistory history, CancellationToken cancellationToken) =>
        history.Version == 0 ? transaction.InsertAsync(history, cancellationToken) : transaction.UpdateAsync(history, cancellationToken);

    private static async Task<ReplicationPolicy> PolicyAsync(ICatalogReader reader, string vmId, CancellationToken cancellationToken) =>
        await reader.FindAsync<ReplicatedVM>(vmId, cancellationToken) is { } vm
        && await reader.FindAsync<ReplicationGroup>(vm.GroupId, cancellationToken) is { } group
        && await reader.FindAsync<ReplicationPolicy>(group.PolicyId, cancellationToken) is { } policy
            ? policy
            // A group without its policy is refused elsewhere; here the fact is already true and is written down.
            : new ReplicationPolicy { Id = "", Name = "" };
}
