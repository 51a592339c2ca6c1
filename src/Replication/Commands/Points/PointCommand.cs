using System.ComponentModel;
using Replication.Completion;
using Replication.Core.Jobs;
using Replication.Core.Service;
using Replication.Pipeline;
using Replication.Sessions;

namespace Replication.Commands.Points;

/// <summary>Base of the cmdlets that do something with named recovery points of a VM.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PointCommand : JobCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("VMId", "VMName")]
    [ArgumentCompleter(typeof(VMCompleter))]
    [ValidateNotNullOrEmpty]
    public string VM { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RecoveryPointId")]
    [ArgumentCompleter(typeof(RecoveryPointCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] RecoveryPoint { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter AsJob { get; set; }

    protected override bool Detaches => AsJob;

    protected abstract JobRequest Request(VmVerbs verbs, EngineVM vm, string pointId);

    /// <summary>What is written of a job that has succeeded, beside the job itself.</summary>
    private protected virtual Task EndedAsync(ReplicationService service, EngineJob job) => Task.CompletedTask;

    protected override Task ProcessAsync() => AttemptAsync(VM, async () =>
    {
        ReplicationService service = await ServiceAsync();
        foreach (EngineVM vm in await VMSelection.ByNameAsync(service, VM, StopToken))
        {
            foreach (string pointId in RecoveryPoint) await AttemptAsync(pointId, () => RunAsync(service, vm, pointId));
        }
    });

    private async Task RunAsync(ReplicationService service, EngineVM vm, string pointId)
    {
        EngineJob? job = await RunJobAsync(Request(service.Verbs, vm, pointId), pointId, PassThru);
        if (job is { JobState: JobState.Succeeded }) await EndedAsync(service, job);
    }
}
