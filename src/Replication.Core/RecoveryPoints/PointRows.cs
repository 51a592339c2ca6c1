using Replication.Core.Catalog;
using Replication.Core.Health;

namespace Replication.Core.RecoveryPoints;

/// <summary>The catalog's copies of points.</summary>
internal static class PointRows
{
    /// <summary>Has the copy say what the manifest says, where there is a copy, and the history know what is proven.</summary>
    public static Task FollowAsync(ICatalog catalog, RecoveryPoint point, CancellationToken cancellationToken) => catalog.TransactAsync(
        async (transaction, token) =>
        {
            if (await transaction.FindAsync<RecoveryPoint>(point.Id, token) is { } row) await transaction.UpdateAsync(point with { Version = row.Version }, token);
            await transaction.ProveHistoryAsync(point, token);
            return true;
        },
        cancellationToken);
}
