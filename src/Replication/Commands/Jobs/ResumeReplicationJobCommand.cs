using Replication.Completion;
using Replication.Core.Service;
using Replication.Pipeline;

namespace Replication.Commands.Jobs;

/// <summary>Continues jobs that were stopped, interrupted or failed, from their journals.</summary>
[Cmdlet(VerbsLifecycle.Resume, "ReplicationJob", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationJob))]
public sealed class ResumeReplicationJobCommand : ReplicationCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [ArgumentCompleter(typeof(JobCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Job { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        foreach (string id in Job) await AttemptAsync(id, () => ResumeAsync(service, id));
    }

    private async Task ResumeAsync(ReplicationService service, string id)
    {
        EngineJob job = await service.Jobs.GetAsync(id, StopToken);
        if (!await ShouldAsync($"{job.Verb} {job.TargetName} ({id})", "Continue")) return;
        await service.Jobs.ResumeAsync(id, StopToken);
        using (var progress = new ProgressRelay(PostToPipeline, this, $"{job.Verb} {job.TargetName}"))
        {
            job = await service.FollowAsync(id, progress, StopToken);
        }

        if (PassThru) await WriteAsync(new ReplicationJob(job));
        if (job.JobState != JobState.Succeeded) throw JobOutcome.Failure(job);
    }
}
