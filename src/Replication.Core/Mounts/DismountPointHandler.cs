using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;

namespace Replication.Core.Mounts;

/// <summary>Ends a mount. What was written to it goes only when that was asked for.</summary>
public sealed class DismountPointHandler(EngineServices services) : IJobHandler
{
    public const string VerbName = "Dismount";

    private readonly PointMounts _mounts = new(services);

    public string Verb => VerbName;

    public bool ReplacesOthers => false;

    public async Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var parameters = JobParameters.Parse<DismountPointParameters>(request.Parameters);
        PointMount mount = await ResolveAsync(parameters.MountId, cancellationToken);
        string overlays = parameters.DiscardChanges ? "Delete its overlays with what was written to them."
            : "Delete its overlays, when nothing was written to them.";
        return new JobPlan(
            $"Dismount point {mount.PointId} of {mount.VmName}",
            [
                new JobPlanStep("Withdraw", $"Serve mount {mount.Id} no more; who reads from it is disconnected."),
                .. mount.Writable ? [new JobPlanStep("Discard", overlays)] : Array.Empty<JobPlanStep>(),
                new JobPlanStep("Forget", "Forget the mount; the point is left to the policy again."),
            ],
            []);
    }

    public async Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        var parameters = job.Parameters<DismountPointParameters>();
        // Once journalled it is agreed that nothing is lost which was to be kept; a rerun finds less and less.
        PointMount agreed = await job.StepAsync("Withdraw", token => WithdrawAsync(parameters, token), cancellationToken);
        await job.StepAsync("Remove", token => _mounts.RemoveAsync(agreed.Id, token), cancellationToken);
        return agreed;
    }

    // Half-way it is not served and no more is lost than was agreed to; the same request again ends it.
    public Task AbandonAsync(JobContext job, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<PointMount> WithdrawAsync(DismountPointParameters parameters, CancellationToken cancellationToken)
    {
        PointMount mount = await ResolveAsync(parameters.MountId, cancellationToken);
        PointMount withdrawn = await _mounts.WithdrawAsync(mount, cancellationToken);
        if (parameters.DiscardChanges) return withdrawn;
        // Only now is it certain that nothing more is written.
        long changed = await _mounts.ChangedBytesAsync(withdrawn, cancellationToken);
        if (changed == 0) return withdrawn;
        await _mounts.RestoreAsync(withdrawn, cancellationToken);
        throw new ReplicationException(
            "MountHasChanges", $"Mount {mount.Id}", $"{changed} bytes of its disks were written, and would be lost.", "to be told that they may be.",
            "Copy what is wanted, then discard the changes.");
    }

    private async Task<PointMount> ResolveAsync(string mountId, CancellationToken cancellationToken)
    {
        PointMount mount = await _mounts.FindAsync(mountId, cancellationToken) ?? throw PointMounts.NotFound(mountId);
        return mount.UsedBy is not { } user ? mount : throw new ReplicationException(
            "MountInUse", $"Mount {mountId}", $"{user} runs from it.", "a mount that nothing uses.", "End what uses it; the mount goes with it.");
    }
}
