using Replication.Core.Errors;
using Replication.Core.Jobs;

namespace Replication.Agent.Commands;

/// <summary>What one command came to: plans, or jobs, and refusals.</summary>
internal sealed class VerbOutcome
{
    private readonly List<ReplicationJob> _jobs = [];
    private readonly List<ReplicationJob> _controlled = [];
    private readonly List<ReplicationException> _errors = [];
    private readonly List<JobPlan> _plans = [];

    /// <summary>What would be done, where that was the question.</summary>
    public IReadOnlyList<JobPlan> Plans => _plans;

    public IReadOnlyList<ReplicationJob> Jobs => _jobs;

    /// <summary>Handed over to the host, or stopped: how they end is not what the command is judged by.</summary>
    public IReadOnlyList<ReplicationJob> Controlled => _controlled;

    /// <summary>Refusals that did not even become a job.</summary>
    public IReadOnlyList<ReplicationException> Errors => _errors;

    public int Failures => _errors.Count + _jobs.Count(job => job.JobState != JobState.Succeeded);

    public int ExitCode => Failures == 0 ? 0 : 1;

    public void Add(ReplicationJob job) => _jobs.Add(job);

    public void AddControlled(ReplicationJob job) => _controlled.Add(job);

    public void Add(JobPlan plan) => _plans.Add(plan);

    public void Add(ReplicationException error) => _errors.Add(error);
}
