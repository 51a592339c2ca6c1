using Replication.Core.Errors;
using Replication.Core.Jobs;

namespace Replication.Core.Tests.Support;

/// <summary>A verb that does what the test says.</summary>
public sealed class ScriptedHandler(string verb) : IJobHandler
{
    public string Verb => verb;

    public ReplicationException? Refusal { get; set; }

    public Func<JobContext, Task<object?>> Run { get; set; } = _ => Task.FromResult<object?>(null);

    /// <summary>In place of <see cref="Run"/>, for what depends on being stopped.</summary>
    public Func<JobContext, CancellationToken, Task<object?>>? RunUntilStopped { get; set; }

    public int Abandoned { get; private set; }

    public Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken) =>
        Refusal is null ? Task.FromResult(new JobPlan($"{verb} plan", [], [])) : Task.FromException<JobPlan>(Refusal);

    public Task<object?> RunAsync(JobContext job, CancellationToken cancellationToken) =>
        RunUntilStopped is null ? Run(job) : RunUntilStopped(job, cancellationToken);

    public Task AbandonAsync(JobContext job, CancellationToken cancellationToken)
    {
        Abandoned++;
        return Task.CompletedTask;
    }
}
