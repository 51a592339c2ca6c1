using Microsoft.Extensions.Logging;
using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>What the operations share.</summary>
internal sealed class EbsService(EbsOptions options, RegionRegistry regions, TimeProvider time, ILogger logger)
{
    public EbsOptions Options => options;

    public TimeProvider Time => time;

    public PendingSnapshots Pending { get; } = new(regions, time, logger);

    public SnapshotReaders Readers { get; } = new(time);

    public SealedToken Tokens { get; } = new(time);

    public DateTimeOffset TokenExpiry => time.GetUtcNow() + options.TokenLifetime;

    public string BlockToken(string snapshotId, long index, DateTimeOffset expiry) => Tokens.Make("block " + snapshotId, index, expiry);

    /// <summary>Opens a completed snapshot that the account may read.</summary>
    public async ValueTask<SharedReader> OpenAsync(ServerRequest request, string snapshotId)
    {
        SharedReader reader = await Readers.AcquireAsync(request.Region, snapshotId, request.Aborted);
        if (EbsSnapshotMetadata.Of(reader.Reader.Info)?.OwnerId is not { } owner || owner == request.AccountId) return reader;
        await reader.DisposeAsync();
        throw EbsErrors.NotYours(snapshotId);
    }

    /// <summary>Whether two snapshots share a lineage; a store that cannot tell answers when it compares.</summary>
    public static async Task<bool> AreRelatedAsync(ServerRegion region, string first, string second, CancellationToken cancellationToken) =>
        first == second || region.Storage is not ISnapshotLineage lineage
        || await lineage.FindLineageAsync(first, cancellationToken) == await lineage.FindLineageAsync(second, cancellationToken);
}
