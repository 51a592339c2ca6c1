namespace Replication.Core.Jobs;

/// <summary>One verb of the engine. Planning reads and decides; running follows the plan through the journal.</summary>
public interface IJobHandler
{
    string Verb { get; }

    /// <summary>
    /// Whether an interrupted job of another verb on the same VM is given up for this one. False for a verb that only
    /// looks at points: it must not cost anybody a transfer that is nearly done.
    /// </summary>
    bool ReplacesOthers => true;

    /// <summary>Everything the run would decide, without changing anything. Refusals are thrown here already.</summary>
    Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken);

    /// <returns>The verb's result, to be kept with the job as JSON.</returns>
    Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken);

    /// <summary>Cleans up what an interrupted run left, because it will not be continued.</summary>
    Task AbandonAsync(JobContext job, CancellationToken cancellationToken);
}

/// <param name="Verb">Which handler.</param>
/// <param name="TargetId">Id of the VM or group.</param>
/// <param name="TargetName">Its name, for people.</param>
/// <param name="VmIds">Ids of the replicated VMs it works on.</param>
/// <param name="Parameters">JSON of the handler's parameter record.</param>
public sealed record JobRequest(string Verb, string TargetId, string TargetName, IReadOnlyList<string> VmIds, string Parameters)
{
    /// <summary>How far ahead a job can be put, as in Hyper-V Replica (HVR-24).</summary>
    public static TimeSpan FurthestStart { get; } = TimeSpan.FromDays(7);

    /// <summary>When it is to start, UTC; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Nobody follows it: the workspace's host runs it.</summary>
    public bool Detached { get; init; }

    /// <summary>Instant of the group's schedule that it serves; null when somebody asked for it.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>Job that has to succeed first; when it ends otherwise, this one is abandoned. Null for none.</summary>
    public string? AfterJobId { get; init; }
}
