using Replication.Completion;
using Replication.Core.Service;
using Replication.Pipeline;

namespace Replication.Commands.Jobs;

/// <summary>Asks whoever runs the jobs to stop; they can be resumed.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ReplicationJob", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicationJob))]
public sealed class StopReplicationJobCommand : ReplicationCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [ArgumentCompleter(typeof(JobCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Job { get; set; } = [];

    [Parameter]
    public SwitchParameter NoWait { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        foreach (string id in Job) await AttemptAsync(id, () => StopAsync(service, id));
    }

    private async Task StopAsync(ReplicationService service, string id)
    {
        EngineJob job = await service.Jobs.GetAsync(id, StopToken);
        if (!await ShouldAsync($"{job.Verb} {job.TargetName} ({id})", "Stop")) return;
        job = await service.Jobs.StopAsync(id, StopToken);
        // Stopped means that nothing is written any more: the runner has let go before this returns.
        if (!NoWait && job.StopRequested) job = await service.Jobs.WaitAsync(id, null, StopToken);
        if (PassThru) await WriteAsync(new ReplicationJob(job));
    }
}
