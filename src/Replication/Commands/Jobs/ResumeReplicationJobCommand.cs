using Replication.Core.Service;
using Replication.Pipeline;
using Replication.Runtime.Hosting;

namespace Replication.Commands.Jobs;

/// <summary>Continues jobs that were stopped, interrupted or failed, from their journals.</summary>
[Cmdlet(VerbsLifecycle.Resume, "ReplicationJob", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationJob))]
public sealed class ResumeReplicationJobCommand : SelectedJobCommand
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter AsJob { get; set; }

    protected override async Task ProcessJobAsync(ReplicationService service, string id)
    {
        EngineJob job = await service.Jobs.GetAsync(id, StopToken);
        if (!await ShouldAsync($"{job.Verb} {job.TargetName} ({id})", "Continue")) return;
        if (AsJob)
        {
            await WriteAsync(new ReplicationJob(await new WorkspaceHost(Folder).ResumeAsync(service, id, StopToken)));
            return;
        }

        await service.Jobs.ResumeAsync(id, cancellationToken: StopToken);
        using (var progress = new ProgressRelay(PostToPipeline, this, $"{job.Verb} {job.TargetName}"))
        {
            job = await service.FollowAsync(id, progress, StopToken);
        }

        if (PassThru) await WriteAsync(new ReplicationJob(job));
        if (job.JobState != JobState.Succeeded) throw JobOutcome.Failure(job);
    }
}
