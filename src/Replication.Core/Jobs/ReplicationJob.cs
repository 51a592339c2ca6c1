using Replication.Core.Catalog;
using Replication.Core.Transfer;

namespace Replication.Core.Jobs;

public enum JobState
{
    Unknown,

    /// <summary>Submitted; waits for the owner of the workspace.</summary>
    Queued,
    Running,

    /// <summary>Stopped half-way by a person or a crash; continues from its journal when the verb is repeated.</summary>
    Interrupted,
    Succeeded,
    Failed,

    /// <summary>Interrupted and given up: what it had begun was cleaned up because another verb took its place.</summary>
    Abandoned,
}

/// <summary>One long operation: what was asked, the plan it follows, where it stands and how it ended.</summary>
public sealed record ReplicationJob : ICatalogEntity
{
    public static string Kind => "jobs";

    public static bool NameIsUnique => false;

    public required string Id { get; init; }

    /// <summary>Verb, for example "Replicate".</summary>
    public required string Verb { get; init; }

    /// <summary>Id of the VM or group it works on.</summary>
    public required string TargetId { get; init; }

    public required string TargetName { get; init; }

    /// <summary>Ids of the replicated VMs it works on: at most one job of a VM is ever half-way.</summary>
    public required IReadOnlyList<string> VmIds { get; init; }

    /// <summary>Parameters of the verb as JSON.</summary>
    public required string Parameters { get; init; }

    public JobPlan? Plan { get; init; }

    public required JobState JobState { get; init; }

    /// <summary>User name at host, for the audit trail.</summary>
    public required string SubmittedBy { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Not to be run earlier than this, UTC; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>
    /// Nobody follows it: the workspace's host runs it, and continues it once by itself when the process that ran it dies.
    /// </summary>
    public bool Detached { get; init; }

    /// <summary>Job that has to succeed first; when it ends otherwise, this one is abandoned. Null for none.</summary>
    public string? AfterJobId { get; init; }

    /// <summary>Instant of the group's schedule that it serves, UTC; null when somebody asked for it.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>Interrupted because the process that ran it is gone, and not because somebody stopped it.</summary>
    public bool Orphaned { get; init; }

    /// <summary>A job that took its process with it would do so again: a host continues it once without anybody's asking.</summary>
    private const int ContinuationLimit = 1;

    /// <summary>Times the host has continued it by itself since somebody last asked for it.</summary>
    public int Continuations { get; init; }

    /// <summary>Process that runs it, "host:pid", while it runs.</summary>
    public string? Owner { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Times it was started: more than one means it was continued.</summary>
    public int Attempts { get; init; }

    /// <summary>Pool whose agents run it when nobody follows it; null for any agent.</summary>
    public string? Pool { get; init; }

    /// <summary>Number that stores know the present run by; 0 before the first, and for a job of no VM.</summary>
    public long Epoch { get; init; }

    public TransferProgress? Progress { get; init; }

    public JobError? Error { get; init; }

    /// <summary>Result of the verb as JSON.</summary>
    public string? Result { get; init; }

    /// <summary>
    /// True while its journal can be continued: it was interrupted or failed, and nothing has cleaned up after it.
    /// </summary>
    public bool CanContinue { get; init; }

    /// <summary>Somebody asked the process that runs it to stop.</summary>
    public bool StopRequested { get; init; }

    /// <summary>The process that ran it is gone, and a host will continue it.</summary>
    public bool IsToBeContinued => this is { JobState: JobState.Interrupted, Detached: true, Orphaned: true, CanContinue: true, Continuations: < ContinuationLimit };

    public bool IsOpen => JobState is JobState.Queued or JobState.Running || CanContinue;

    string ICatalogEntity.Name => Verb;

    public string? OwnerId => TargetId;

    public string? State => JobState.ToString();

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}

/// <summary>What a refusal or failure said, with its stable id.</summary>
public sealed record JobError(string ErrorId, string Target, string Message, bool IsTransient);

/// <summary>What a job will do, in order: printed by a rehearsal, then followed by the run.</summary>
/// <param name="Summary">One line.</param>
/// <param name="Steps">In order of execution.</param>
/// <param name="Warnings">What an admin should know before.</param>
public sealed record JobPlan(string Summary, IReadOnlyList<JobPlanStep> Steps, IReadOnlyList<string> Warnings)
{
    /// <summary>Bytes the destination is expected to need in the end, history included; null where the verb stores nothing.</summary>
    public long? EstimatedStorage { get; init; }
}

/// <param name="Name">Step as it will appear in the journal.</param>
/// <param name="Description">What it does, to which object, and why.</param>
public sealed record JobPlanStep(string Name, string Description);
