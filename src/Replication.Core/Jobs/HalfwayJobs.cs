using Replication.Core.Catalog;
using Replication.Core.Groups;

namespace Replication.Core.Jobs;

/// <summary>Finds what stands in the way of a job that takes the place of others.</summary>
internal static class HalfwayJobs
{
    private static readonly string[] States = [nameof(JobState.Interrupted), nameof(JobState.Failed), nameof(JobState.Queued)];

    /// <summary>Other jobs of the same VMs that were begun and can be continued, oldest first.</summary>
    public static async Task<IReadOnlyList<ReplicationJob>> ListAsync(ICatalogReader reader, ReplicationJob job, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReplicationJob> listed = await reader.ListAnyAsync<ReplicationJob>(await OwnersAsync(reader, job, cancellationToken), States, cancellationToken);
        return [.. listed.Where(other => other.Id != job.Id && other.CanContinue && other.VmIds.Intersect(job.VmIds).Any()).OrderBy(other => other.SubmittedAt)];
    }

    /// <summary>A job of a VM is its own or its group's: looking there alone costs the same however many jobs the catalog holds.</summary>
    private static async Task<IReadOnlyCollection<string>> OwnersAsync(ICatalogReader reader, ReplicationJob job, CancellationToken cancellationToken)
    {
        var owners = new HashSet<string>(StringComparer.Ordinal) { job.TargetId };
        foreach (string vmId in job.VmIds)
        {
            owners.Add(vmId);
            if (await reader.FindAsync<ReplicatedVM>(vmId, cancellationToken) is { } vm) owners.Add(vm.GroupId);
        }

        return owners;
    }
}
