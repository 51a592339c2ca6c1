using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Transfer;

namespace Replication.Core.Service;

/// <summary>Jobs, their journals and the audit trail, newest first.</summary>
public sealed class JobCatalog(EngineServices services, JobQueue queue, string actor)
{
    /// <summary>The newest jobs of a target, in a state, of a verb; null does not filter.</summary>
    public Task<IReadOnlyList<ReplicationJob>> ListNewestAsync(
        int limit, string? targetId = null, JobState? state = null, string? verb = null, CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync(
            (reader, token) => reader.ListNewestAsync<ReplicationJob>(limit, targetId, state?.ToString(), verb, cancellationToken: token), cancellationToken);

    /// <summary>Jobs that run or wait to be run, oldest first.</summary>
    public Task<IReadOnlyList<ReplicationJob>> ListUnderWayAsync(CancellationToken cancellationToken = default) => services.Catalog.ReadAsync<IReadOnlyList<ReplicationJob>>(
        async (reader, token) =>
        [
            .. await reader.ListAsync<ReplicationJob>(state: nameof(JobState.Running), cancellationToken: token),
            .. await reader.ListAsync<ReplicationJob>(state: nameof(JobState.Queued), cancellationToken: token),
        ],
        cancellationToken);

    /// <summary>Writes down what was done that is no job, for example a sign-in.</summary>
    public Task RecordAsync(string verb, string target, string outcome, string? detail = null, CancellationToken cancellationToken = default) =>
        services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                await transaction.AppendAuditAsync(new AuditEntry(services.Time.GetUtcNow(), actor, verb, target, outcome, detail), token);
                return true;
            },
            cancellationToken);

    public async Task<IReadOnlyList<ReplicationJob>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await services.Catalog.ReadAsync((reader, token) => reader.ListAsync<ReplicationJob>(cancellationToken: token), cancellationToken)).Reverse()];

    public Task<IReadOnlyList<JobStep>> JournalAsync(string jobId, CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync((reader, token) => reader.ListAsync<JobStep>(ownerId: jobId, cancellationToken: token), cancellationToken);

    public async Task<ReplicationJob> GetAsync(string jobId, CancellationToken cancellationToken = default) =>
        await services.Catalog.FindAsync<ReplicationJob>(jobId, cancellationToken)
        ?? throw new ReplicationException("JobNotFound", $"Job {jobId}", "There is no such job.");

    /// <summary>Looks on until a job has ended, without ever running it.</summary>
    public Task<ReplicationJob> WaitAsync(string jobId, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        queue.WatchAsync(jobId, progress, cancellationToken);

    /// <summary>Asks whoever runs the job to stop; a job that has not begun is withdrawn. It can be continued either way.</summary>
    public Task<ReplicationJob> StopAsync(string jobId, CancellationToken cancellationToken = default) => queue.RequestStopAsync(jobId, cancellationToken);

    /// <summary>Queues an interrupted or failed job again; follow it to have it run, or leave it to the host when it is detached.</summary>
    public Task<ReplicationJob> ResumeAsync(string jobId, bool detached = false, CancellationToken cancellationToken = default) =>
        queue.ResumeAsync(jobId, detached, cancellationToken);

    public Task<IReadOnlyList<AuditEntry>> AuditAsync(int limit = 1000, CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync((reader, token) => reader.ListAuditAsync(limit: limit, cancellationToken: token), cancellationToken);
}
