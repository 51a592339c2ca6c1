using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Hosting;
using Replication.Agent.Server.ReplicationV1;
using Replication.Core.Errors;
using Replication.Core.Replicas;
using Replication.Core.Snapshots;
using Replication.Runtime;

namespace Replication.Agent.Server.Replicas;

/// <summary>
/// The stores of the trust groups, opened when the first primary of each comes. Nothing that a primary can send names a store: it follows from who the
/// primary is, so ids, manifests and client tokens of another group do not exist for it.
/// </summary>
internal sealed class ReplicaStores(IStoreOpener opener, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ServerRegion>>> _open = new(StringComparer.Ordinal);

    /// <exception cref="ServiceException">The storage cannot be used; the server's own paths are not named.</exception>
    public async Task<ServerRegion> OpenAsync(ReplicaTenant tenant)
    {
        string folder = tenant.StoreFolder;
        Lazy<Task<ServerRegion>> store = _open.GetOrAdd(folder, _ => new Lazy<Task<ServerRegion>>(() => OpenAsync(tenant.StorageLocation, folder)));
        try
        {
            return await store.Value;
        }
        catch (Exception error)
        {
            // The next request tries again: a share may be there again by then.
            _open.TryRemove(new KeyValuePair<string, Lazy<Task<ServerRegion>>>(folder, store));
            throw error switch
            {
                SnapshotStoreException refused => V1Errors.Translate(refused),
                IOException or UnauthorizedAccessException => new ServiceException(
                    new ServiceError(500, "StoreInputOutput", $"The storage of trust group {tenant.TrustGroup} cannot be opened; the server's log says why."), error),
                _ => error,
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<Task<ServerRegion>> store in _open.Values)
        {
            if (store.Value.IsCompletedSuccessfully) await (await store.Value).Storage.DisposeAsync();
        }
    }

    private async Task<ServerRegion> OpenAsync(string location, string folder)
    {
        // Made here, it would be a folder below a mount point whose share is not mounted.
        if (!Directory.Exists(location))
        {
            throw new ServiceException(new ServiceError(
                409, ReplicaErrorIds.StorageLocationRequired, "The storage location of this trust group is not there. Its administrator has to make or mount it."));
        }

        IReplicaStorage storage = await opener.OpenAsync(folder, StoreAccess.Create);
        return new ServerRegion(folder, storage) { Machines = Tools.OpenMachines(TrustGroups.MachineFolder(folder), loggers) };
    }
}
