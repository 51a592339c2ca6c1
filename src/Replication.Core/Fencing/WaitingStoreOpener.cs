using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Core.Fencing;

/// <summary>
/// Opens stores for the jobs of one of several workspaces on a catalog. Who takes over from a process that was cut off finds its lock still on the store: that process lets
/// go when its own attempts to reach the catalog have ended, half a minute after it has noticed. The job waits for that, and stays claimed meanwhile. Work that is no
/// job's is told at once, for it may be a command at which somebody sits.
/// </summary>
/// <param name="stores">Opens them.</param>
/// <param name="time">Of the waits; not the time of day, which may jump.</param>
public sealed class WaitingStoreOpener(IStoreOpener stores, TimeProvider time) : IStoreOpener
{
    /// <summary>The server's patience with a silent client, the catalog's busy timeout, and as much again: a process that has a store for longer than that is at work in it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<IReplicaStorage> OpenAsync(string directory, StoreAccess access, bool compress = false, CancellationToken cancellationToken = default)
    {
        long begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await stores.OpenAsync(directory, access, compress, cancellationToken);
            }
            catch (SnapshotStoreException locked) when (locked.ErrorId == ErrorIds.StoreLocked && WriterEpoch.Current is not null && time.GetElapsedTime(begun) < Limit)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
