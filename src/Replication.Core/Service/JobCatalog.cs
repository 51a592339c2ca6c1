using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Jobs;

namespace Replication.Core.Service;

/// <summary>Jobs, their journals and the audit trail, newest first.</summary>
public sealed class JobCatalog(EngineServices services)
{
    public async Task<IReadOnlyList<ReplicationJob>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await services.Catalog.ReadAsync((reader, token) => reader.ListAsync<ReplicationJob>(cancellationToken: token), cancellationToken)).Reverse()];

    public Task<IReadOnlyList<JobStep>> JournalAsync(string jobId, CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync((reader, token) => reader.ListAsync<JobStep>(ownerId: jobId, cancellationToken: token), cancellationToken);

    public Task<IReadOnlyList<AuditEntry>> AuditAsync(int limit = 1000, CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync((reader, token) => reader.ListAuditAsync(limit: limit, cancellationToken: token), cancellationToken);
}
