using Replication.Core.Catalog;
using Replication.Core.Errors;

namespace Replication.Core.Jobs;

/// <summary>
/// How many ended jobs of a VM or group are kept to be looked at, with their journals. A machine that is replicated every five minutes
/// ends a hundred thousand a year; that each of them was, and how it ended, is in the audit trail for good.
/// </summary>
internal static class JobHistory
{
    /// <summary>Four hours of a machine that is replicated every five minutes, and months of any other verb.</summary>
    public const int Kept = 50;

    /// <summary>Removed together, so that not every job costs a transaction more.</summary>
    private const int Excess = 8;

    private const int MostAtOnce = 64;

    /// <summary>Called when a job has ended: removes the oldest that ended alike. That it cannot be done now is no error; the next one does it.</summary>
    public static async Task TrimAsync(ICatalog catalog, ReplicationJob ended, CancellationToken cancellationToken)
    {
        try
        {
            // Only what may be too many is read: the others are dozens, and stay.
            IReadOnlyList<ReplicationJob> older = await catalog.ReadAsync(
                (reader, token) => reader.ListNewestAsync<ReplicationJob>(MostAtOnce, ended.TargetId, ended.State, skip: Kept, cancellationToken: token), cancellationToken);
            ReplicationJob[] closed = [.. older.Where(job => !job.IsOpen)];
            if (closed.Length < Excess) return;
            await catalog.TransactAsync((transaction, token) => RemoveAsync(transaction, closed, token), cancellationToken);
        }
        catch (CatalogException)
        {
            // Somebody resumed or removed one of them meanwhile, or the catalog has gone away.
        }
    }

    private static async Task<bool> RemoveAsync(ICatalogTransaction transaction, IEnumerable<ReplicationJob> jobs, CancellationToken cancellationToken)
    {
        foreach (ReplicationJob job in jobs)
        {
            foreach (JobStep step in await transaction.ListAsync<JobStep>(ownerId: job.Id, cancellationToken: cancellationToken)) await transaction.DeleteAsync(step, cancellationToken);
            await transaction.DeleteAsync(job, cancellationToken);
        }

        return true;
    }
}
