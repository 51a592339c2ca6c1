using Replication.Core.Errors;
using Replication.Core.Service;
using Replication.Pipeline;
using Replication.Runtime.Hosting;

namespace Replication.Commands.Jobs;

/// <summary>Looks on until jobs have ended, and writes them.</summary>
[Cmdlet(VerbsLifecycle.Wait, "ReplicationJob")]
[OutputType(typeof(ReplicationJob))]
public sealed class WaitReplicationJobCommand : SelectedJobCommand
{
    [Parameter]
    public TimeSpan? Timeout { get; set; }

    protected override async Task ProcessJobAsync(ReplicationService service, string id)
    {
        EngineJob job = await service.Jobs.GetAsync(id, StopToken);
        using var progress = new ProgressRelay(PostToPipeline, this, $"{job.Verb} {job.TargetName}");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        if (Timeout is { } time) limit.CancelAfter(time);
        try
        {
            job = await new WorkspaceHost(Folder).WaitAsync(service, id, progress, limit.Token);
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
        {
            throw new ReplicationException("JobWaitTimedOut", $"Job {id}", $"It had not ended after {Timeout}.", nextStep: "It goes on; wait again, or look with Get-ReplicationJob.");
        }

        await WriteAsync(new ReplicationJob(job));
    }
}
