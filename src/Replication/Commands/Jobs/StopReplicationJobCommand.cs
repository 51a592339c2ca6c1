using Replication.Core.Service;
using Replication.Pipeline;

namespace Replication.Commands.Jobs;

/// <summary>Asks whoever runs the jobs to stop; they can be resumed.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ReplicationJob", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationJob))]
public sealed class StopReplicationJobCommand : SelectedJobCommand
{
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ProcessJobAsync(ReplicationService service, string id)
    {
        EngineJob job = await service.Jobs.GetAsync(id, StopToken);
        if (!await ShouldAsync($"{job.Verb} {job.TargetName} ({id})", "Stop")) return;
        job = await service.Jobs.StopAsync(id, StopToken);
        // Stopped means that nothing is written any more: the runner has let go before this returns.
        if (!NoWait && job.StopRequested) job = await service.Jobs.WaitAsync(id, null, StopToken);
        if (PassThru) await WriteAsync(new ReplicationJob(job));
    }
}
