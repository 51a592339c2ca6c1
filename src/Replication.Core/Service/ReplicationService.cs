using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Core.Replicas;
using Replication.Core.Transfer;

namespace Replication.Core.Service;

/// <summary>
/// Everything a front end can ask for: the command line, the cmdlets and the agent are three faces of this object.
/// </summary>
public sealed class ReplicationService(EngineServices services, JobQueue queue, JobRunner runner, string actor)
{
    public SiteCatalog Sites { get; } = new(services, actor);

    public PolicyCatalog Policies { get; } = new(services, actor);

    public GroupCatalog Groups { get; } = new(services, actor);

    public PointCatalog Points { get; } = new(services, queue, actor);

    public HealthCatalog Health { get; } = new(services, actor);

    public AlertCatalog Alerts { get; } = new(services, actor);

    public EvidenceCatalog Evidence { get; } = new(services, actor);

    public ReportCatalog Reports { get; } = new(services);

    public MachineCatalog Machines { get; } = new(services);

    public PointMounts Mounts { get; } = new(services);

    /// <summary>Mounts that machines run from.</summary>
    public MachineMounts MachineMounts { get; } = new(services);

    /// <summary>Guests that were left standing still.</summary>
    public HeldGuestCatalog HeldGuests { get; } = new(services);

    public JobCatalog Jobs { get; } = new(services, queue, actor);

    public RuleCatalog Rules { get; } = new(services);

    public RestartCatalog Restarts { get; } = new(services);

    /// <summary>What the agent of this workspace is for other sites' primaries.</summary>
    public ReplicaServerCatalog ReplicaServer { get; } = new(services, actor);

    public VmVerbs Verbs { get; } = new();

    public ScheduleCatalog Schedules { get; } = new(services, queue, new VmVerbs(), actor);

    /// <summary>The same service for somebody else: what is done through it is written down under that name.</summary>
    public ReplicationService For(string otherActor) => new(services, queue.For(otherActor), runner, otherActor);

    /// <summary>What the verb would do; changes nothing.</summary>
    public Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken = default) => runner.PlanAsync(request, cancellationToken);

    public Task<ReplicationJob> SubmitAsync(JobRequest request, CancellationToken cancellationToken = default) => queue.SubmitAsync(request, cancellationToken);

    public Task<ReplicationJob> FollowAsync(string jobId, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        queue.FollowAsync(jobId, progress, cancellationToken);

    /// <summary>Submits and follows. A job that failed is returned, not thrown: it says what went wrong.</summary>
    public async Task<ReplicationJob> RunAsync(JobRequest request, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ReplicationJob job = await SubmitAsync(request, cancellationToken);
        return await FollowAsync(job.Id, progress, cancellationToken);
    }
}
