using System.ComponentModel;
using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Objects;
using Replication.Runtime.Hosting;

namespace Replication.Pipeline;

/// <summary>
/// Base of the cmdlets that can run verbs of the engine as jobs: they ask with the plan, show progress, and report a job
/// that failed as an error of its item.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class JobCmdlet : ReplicationCmdlet
{
    private bool _planFirst;

    /// <summary>Whether the workspace's host runs the job, so that the shell can be closed.</summary>
    protected virtual bool Detaches => false;

    /// <summary>How much a user loses when the verb was a mistake: decides whether the plan is asked for and shown first.</summary>
    protected virtual ConfirmImpact Impact => ConfirmImpact.Medium;

    protected override void OnBegin() => _planFirst = Interaction.ShowsPlan(this, Impact);

    /// <summary>
    /// Asks, runs and reports; null when it was declined or did not succeed. Where the job is left to the host it is written
    /// as it was handed over, and has no result yet.
    /// </summary>
    /// <param name="request">The verb.</param>
    /// <param name="target">The item whose error it is when the job fails.</param>
    /// <param name="write">Whether the job is written, or the plan where it is only rehearsed.</param>
    /// <param name="secondQuestion">For what cannot be brought back; null where there is nothing more to ask.</param>
    protected async Task<EngineJob?> RunJobAsync(JobRequest request, string target, bool write, string? secondQuestion = null) =>
        await ConfirmAsync(request, write, secondQuestion) ? await RunAgreedAsync(request, target, write) : null;

    /// <summary>Runs and reports what was agreed to already.</summary>
    protected async Task<EngineJob?> RunAgreedAsync(JobRequest request, string target, bool write)
    {
        ReplicationService service = await ServiceAsync();
        if (Detaches) return await DetachAsync(service, request);
        await VerboseAsync($"{request.Verb} {request.TargetName}: submitted to the workspace in {Folder}.");
        EngineJob job;
        using (var progress = new ProgressRelay(PostToPipeline, this, $"{request.Verb} {request.TargetName}"))
        {
            job = await service.RunAsync(request, progress, StopToken);
        }

        if (write) await WriteAsync(new ReplicationJob(job));
        if (job.JobState == JobState.Succeeded) return job;
        await ErrorAsync(JobOutcome.Failure(job), target);
        return null;
    }

    private async Task<EngineJob> DetachAsync(ReplicationService service, JobRequest request)
    {
        EngineJob job = await new WorkspaceHost(Folder).SubmitAsync(service, request, StopToken);
        await VerboseAsync($"{request.Verb} {request.TargetName}: job {job.Id} was handed over to the host of {Folder}.");
        await WriteAsync(new ReplicationJob(job));
        return job;
    }

    private async Task<bool> ConfirmAsync(JobRequest request, bool write, string? secondQuestion)
    {
        string action = $"{request.Verb} {request.TargetName}";
        if (_planFirst)
        {
            var plan = new ReplicationPlan(await (await ServiceAsync()).PlanAsync(request, StopToken), request.Verb, request.TargetName);
            bool go = await OnPipelineAsync(() => ShouldProcess($"{plan}", $"{plan}{Environment.NewLine}{action}?", action));
            bool rehearsed = !go && write && await OnPipelineAsync(() => Interaction.IsWhatIf(this));
            if (rehearsed) await WriteAsync(plan);
            if (!go) return false;
        }
        else if (!await ShouldAsync(request.TargetName, request.Verb))
        {
            return false;
        }

        return secondQuestion is null || await OnPipelineAsync(() => ShouldContinue(secondQuestion, action));
    }
}
