using Microsoft.Extensions.Logging;
using Replication.Core.Snapshots;
using Replication.Store;

namespace Replication.Runtime;

internal sealed class StoreOpener(TimeProvider time, ILoggerFactory loggers) : IStoreOpener
{
    public async Task<IReplicaStorage> OpenAsync(string directory, StoreAccess access, bool compress = false, CancellationToken cancellationToken = default) =>
        await FileSnapshotStore.OpenAsync(
            directory,
            new StoreOptions
            {
                Create = access == StoreAccess.Create,
                Compression = compress ? StoreCompression.Brotli : StoreCompression.None,
                ReadOnly = access == StoreAccess.Read,
                TimeProvider = time,
                Logger = loggers.CreateLogger<FileSnapshotStore>(),
            },
            cancellationToken);
}
