using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Fencing;

namespace Replication.Core.Jobs;

/// <summary>
/// One run of a job: who runs it, and for the how manieth time. Everything the run writes to the catalog is written only while the
/// catalog says the same, so a process that was taken for dead cannot speak for a job that another one has continued.
/// </summary>
internal sealed record JobFence(string JobId, string? Owner, int Attempt, long Epoch)
{
    public static JobFence Of(ReplicationJob job) => new(job.Id, job.Owner, job.Attempts, job.Epoch);

    /// <summary>What the run writes to stores carries this; null where it writes for no VM.</summary>
    public WriterEpoch? Writer => Epoch == 0 ? null : new WriterEpoch(Epoch, $"{JobId}/{Attempt}");

    public bool Holds(ReplicationJob? present) =>
        present is { JobState: JobState.Running } && present.Owner == Owner && present.Attempts == Attempt;

    /// <exception cref="ReplicationException">JobTakenOver</exception>
    public async Task<ReplicationJob> RequireAsync(ICatalogReader reader, CancellationToken cancellationToken) =>
        Require(await reader.FindAsync<ReplicationJob>(JobId, cancellationToken));

    /// <exception cref="ReplicationException">JobTakenOver</exception>
    public ReplicationJob Require(ReplicationJob? present) => Holds(present) ? present! : throw new ReplicationException(
        ErrorIds.JobTakenOver, $"Job {JobId}",
        $"It is {present?.JobState.ToString() ?? "gone"}{(present?.Owner is { } owner ? $" with {owner}" : "")}; this process ({Owner}) no longer runs it.",
        "a job that this process runs.", "Nothing more is written for it here; follow it in the catalog.");
}
